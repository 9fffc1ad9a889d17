"""The dataset viewer's API, under ``/viewer`` of the Hub; a repository says how it fares."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.hub.faults import Answer
from tests.hub.people import Person, who_asks
from tests.hub.repos import CONVERT_REF, Blob, Repo
from tests.hub.requests import Refusal, Request, as_json

if TYPE_CHECKING:
    from tests.hub.server import Hub

ROWS_PAGE = 100
# What a partly converted split would have, were it whole.
ESTIMATED_ROWS = 20


@dataclass(frozen=True)
class Split:
    """One split of the converted files."""

    repo: Repo
    config: str
    folder: str
    blobs: tuple[Blob, ...]

    @property
    def name(self) -> str:
        return self.folder.removeprefix("partial-")

    @property
    def is_partial(self) -> bool:
        return self.folder.startswith("partial-")

    @property
    def place(self) -> dict[str, str]:
        return {"dataset": self.repo.id, "config": self.config, "split": self.name}

    @cached_property
    def table(self) -> pa.Table:
        return pa.concat_tables([pq.read_table(io.BytesIO(blob.data)) for blob in self.blobs])

    @property
    def features(self) -> dict[str, Any]:
        """What the file says, or else what its types say."""
        known = (self.table.schema.metadata or {}).get(b"huggingface")
        if known:
            return dict(json.loads(known)["info"]["features"])
        return {
            field.name: {"dtype": str(field.type), "_type": "Value"} for field in self.table.schema
        }

    @property
    def sizes(self) -> dict[str, Any]:
        return {
            "num_bytes_parquet_files": sum(blob.size for blob in self.blobs),
            "num_bytes_memory": self.table.nbytes,
            "num_rows": self.table.num_rows,
            "estimated_num_rows": ESTIMATED_ROWS if self.is_partial else None,
        }


def splits(repo: Repo, config: str = "") -> list[Split]:
    """The converted splits, of one subset if it is named."""
    commit = repo.find(CONVERT_REF)
    found: dict[tuple[str, str], list[Blob]] = {}
    for path in sorted(commit.files if commit else ()):
        name, folder, _ = path.split("/")
        if commit and config in ("", name):
            found.setdefault((name, folder), []).append(commit.files[path])
    return [Split(repo, *key, tuple(blobs)) for key, blobs in found.items()]


def answered(hub: Hub, request: Request) -> Answer:
    """``/viewer/{path}?dataset=…``."""
    name = "/".join(request.segments[1:])
    if name not in PATHS:
        raise Refusal(404, None, "Not Found")
    needs, make = PATHS[name]
    for each in needs:
        if not request.one(each):
            message = f"Parameter '{each}' is required"
            raise Refusal(422, "MissingRequiredParameterError", message)
    repo = _found(hub, request)
    sha = "f" * 40 if repo.viewer == "wrong-revision" else repo.head.sha
    headers = {"X-Revision": sha}
    _refused(repo, headers)
    if repo.viewer == "pending":
        return as_json(_pending(name, repo, headers), headers=headers)
    if name != "is-valid" and not splits(repo, request.one("config")):
        raise Refusal(404, "ResponseNotFound", "Not found.", headers)
    return as_json(make(repo, request), headers=headers)


def _found(hub: Hub, request: Request) -> Repo:
    try:
        person: Person | None = who_asks(request)
    except Refusal:
        person = None
    repo_id = request.one("dataset")
    found = hub.shelf.find(repo_id)
    if found is not None and found.moved:
        raise Refusal(404, "RenamedDatasetError", "The dataset has been renamed.")
    try:
        return hub.shelf.read(repo_id, person)
    except Refusal:
        message = "The dataset does not exist, or is not accessible"
        if person is None:
            without = f"{message} without authentication (private or gated)."
            raise Refusal(401, "ExternalUnauthenticatedError", without) from None
        message += " with the current credentials (private or gated)."
        raise Refusal(404, "ExternalAuthenticatedError", message) from None


def _refused(repo: Repo, headers: dict[str, str]) -> None:
    if repo.viewer == "not-ready":
        message = "The server is busier than usual and the response is not ready yet. Retry later."
        raise Refusal(500, "ResponseNotReady", message, headers)
    if repo.viewer == "500":
        raise Refusal(500, "ConfigNamesError", "Cannot get the config names.", headers)
    if repo.viewer == "501":
        message = "This dataset has been disabled."
        raise Refusal(501, "DatasetInBlockListError", message, headers)


def _pending(name: str, repo: Repo, headers: dict[str, str]) -> dict[str, Any]:
    """Empty answers that say what is still to come; nothing yet where there'd be one subset."""
    waiting = {"pending": [{"dataset": repo.id, "config": "default"}], "failed": []}
    match name:
        case "splits":
            return {"splits": [], **waiting}
        case "parquet":
            return {"parquet_files": [], **waiting, "partial": False}
        case "size":
            nothing = {"num_rows": 0, "num_bytes_parquet_files": 0, "num_bytes_memory": 0}
            size = {"dataset": {"dataset": repo.id, **nothing}, "configs": [], "splits": []}
            return {"size": size, **waiting, "partial": False}
        case "info":
            return {"dataset_info": {}, **waiting, "partial": False}
        case "is-valid":
            return dict.fromkeys(_CAPABILITIES, False)
    message = "The response is not ready yet. Please retry later."
    raise Refusal(500, "ResponseNotReady", message, headers)


_CAPABILITIES = ("preview", "viewer", "search", "filter", "statistics")


def _whole(found: list[Split]) -> dict[str, Any]:
    return {"pending": [], "failed": [], "partial": any(each.is_partial for each in found)}


def _splits(repo: Repo, request: Request) -> dict[str, Any]:
    found = splits(repo, request.one("config"))
    return {"splits": [each.place for each in found], "pending": [], "failed": []}


def _parquet(repo: Repo, request: Request) -> dict[str, Any]:
    found = splits(repo, request.one("config"))
    return {"parquet_files": [file for each in found for file in _files(each)], **_whole(found)}


def _files(split: Split) -> Iterator[dict[str, Any]]:
    # The real service names the Hub's own host, and so does this one.
    base = f"https://huggingface.co/datasets/{split.repo.id}/resolve/refs%2Fconvert%2Fparquet"
    for blob in split.blobs:
        yield {
            **split.place,
            "url": f"{base}/{blob.path}",
            "filename": blob.path.rpartition("/")[2],
            "size": blob.size,
        }


def _summed(found: list[Split]) -> dict[str, Any]:
    sizes = [each.sizes for each in found]
    made: dict[str, Any] = {
        name: sum(each[name] for each in sizes)
        for name in ("num_bytes_parquet_files", "num_bytes_memory", "num_rows")
    }
    is_partial = any(each.is_partial for each in found)
    made["estimated_num_rows"] = (
        sum(each["estimated_num_rows"] or each["num_rows"] for each in sizes)
        if is_partial
        else None
    )
    return made


def _size(repo: Repo, request: Request) -> dict[str, Any]:
    found = splits(repo, request.one("config"))
    configs = []
    for config in dict.fromkeys(each.config for each in found):
        own = [each for each in found if each.config == config]
        columns = {"num_columns": own[0].table.num_columns}
        configs.append({"dataset": repo.id, "config": config, **columns, **_summed(own)})
    each_split = [
        {**each.place, "num_columns": each.table.num_columns, **each.sizes} for each in found
    ]
    if request.one("config"):
        size = {"config": configs[0], "splits": each_split}
    else:
        whole = {"dataset": repo.id, **_summed(found)}
        size = {"dataset": whole, "configs": configs, "splits": each_split}
    return {"size": size, **_whole(found)}


def _info(repo: Repo, request: Request) -> dict[str, Any]:
    found = splits(repo, request.one("config"))
    infos = {}
    for config in dict.fromkeys(each.config for each in found):
        own = [each for each in found if each.config == config]
        infos[config] = {
            "description": "",
            "features": own[0].features,
            "builder_name": "parquet",
            "dataset_name": repo.id.rpartition("/")[2],
            "config_name": config,
            "splits": {
                each.name: {
                    "name": each.name,
                    "num_bytes": each.table.nbytes,
                    "num_examples": each.table.num_rows,
                }
                for each in own
            },
            "dataset_size": sum(each.table.nbytes for each in own),
        }
    config = request.one("config")
    return {"dataset_info": infos[config] if config else infos, **_whole(found)}


def _one_split(repo: Repo, request: Request) -> Split:
    for each in splits(repo, request.one("config")):
        if each.name == request.one("split"):
            return each
    raise Refusal(404, "SplitNotFoundError", "The split does not exist.")


def _page(split: Split, start: int, length: int) -> dict[str, Any]:
    rows = split.table.slice(start, length).to_pylist()
    features = split.features
    return {
        "features": [
            {"feature_idx": number, "name": name, "type": kind}
            for number, (name, kind) in enumerate(features.items())
        ],
        "rows": [
            {
                "row_idx": start + number,
                "row": {name: _cell(value, features[name]) for name, value in row.items()},
                "truncated_cells": [],
            }
            for number, row in enumerate(rows)
        ],
    }


def _cell(value: Any, feature: Any) -> Any:
    """A value as the viewer sends it: media are addresses that expire."""
    kind = feature.get("_type") if isinstance(feature, dict) else None
    if kind in ("Image", "Audio") and value is not None:
        url = f"https://datasets-server.huggingface.co/cached-assets/{value['path']}?Expires=1"
        image = {"src": url, "height": 1, "width": 1}
        return image if kind == "Image" else [{"src": url, "type": "audio/wav"}]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN is no JSON
        return None
    return value


def _first_rows(repo: Repo, request: Request) -> dict[str, Any]:
    split = _one_split(repo, request)
    return {**split.place, **_page(split, 0, ROWS_PAGE), "truncated": False}


def _rows(repo: Repo, request: Request) -> dict[str, Any]:
    split = _one_split(repo, request)
    start, length = int(request.one("offset", "0")), int(request.one("length", str(ROWS_PAGE)))
    if not 0 <= length <= ROWS_PAGE or start < 0:
        raise Refusal(422, "InvalidParameterError", "Parameter 'length' must not be over 100")
    return {
        **_page(split, start, length),
        "num_rows_total": split.table.num_rows,
        "num_rows_per_page": ROWS_PAGE,
        "partial": split.is_partial,
    }


def _is_valid(repo: Repo, request: Request) -> dict[str, Any]:
    return dict.fromkeys(_CAPABILITIES, bool(splits(repo)))


_ONE = ("dataset", "config", "split")
PATHS: dict[str, tuple[tuple[str, ...], Callable[[Repo, Request], dict[str, Any]]]] = {
    "splits": (("dataset",), _splits),
    "parquet": (("dataset",), _parquet),
    "size": (("dataset",), _size),
    "info": (("dataset",), _info),
    "first-rows": (_ONE, _first_rows),
    "rows": (_ONE, _rows),
    "is-valid": (("dataset",), _is_valid),
}
