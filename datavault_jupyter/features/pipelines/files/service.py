"""Use cases of files that fields hold."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadAnswer, BadArgument, NotFound, Refused
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.wording import size
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.fields.kinds import FieldType
from datavault_jupyter.features.pipelines.live.columns import known_fields
from datavault_jupyter.features.pipelines.records import PipelineRecord
from datavault_jupyter.features.pipelines.tasks.permission import require_work
from datavault_jupyter.storage import blobs
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

# More than a page sends in one message.
MOST_PIECE = 64_000_000
_MOST_NAME = 200


@dataclass
class _Coming:
    """A file of which some is here."""

    path: Path
    name: str
    field: Field
    pipeline_key: int
    byte_count: int
    offset: int = 0


class FileService:
    """Keeps files that are handed in, and gives them back.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        person: The actor.
    """

    def __init__(self, store: Store, policy: Policy, person: Person) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._coming: dict[str, _Coming] = {}
        self._lock = threading.Lock()

    def keep(self, pipeline: PipelineRecord, name: str, source: Path) -> dict[str, Any]:
        """Keep a copy of a file for a field; the value that refers to it.

        Args:
            pipeline: Whose field.
            name: Of the field.
            source: The file.

        Raises:
            BadAnswer: it is too large for the field, or can't be read.
            BadArgument: there is no such field.
        """
        require_work(self._policy, self._person, pipeline)
        field = _file_field(pipeline, name)
        if not source.is_file():
            raise BadAnswer(
                f"The field {name!r} takes a file; {source} is none.",
                hint="Check the path.",
                field=name,
            )
        _require_fitting(field, source.stat().st_size)
        copy = self._scratch()
        try:
            with translated():
                shutil.copyfile(source, copy)
            return self._place(pipeline, field, source.name, copy)
        finally:
            copy.unlink(missing_ok=True)

    def kept(self, pipeline: PipelineRecord, content: Any) -> Any:
        """An answer with its paths turned into values: their files are kept.

        Raises:
            BadAnswer: a file is too large for its field, or can't be read.
        """
        # What is no mapping is refused where answers are checked. Most have no path in them, and
        # there are thousands a second: the fields are not looked at for those.
        if not isinstance(content, Mapping) or not any(map(_has_path, content.values())):
            return content
        named = {each.name for each in known_fields(pipeline.settings) if _holds_files(each)}

        def one(name: str, value: Any) -> Any:
            if isinstance(value, os.PathLike):
                return self.keep(pipeline, name, Path(value))
            if isinstance(value, list | tuple):
                return [one(name, each) for each in value]
            return value

        return {
            name: one(name, value) if name in named else value for name, value in content.items()
        }

    def begin(self, pipeline: PipelineRecord, name: str, label: str, byte_count: int) -> str:
        """Make room for a file that comes in pieces; the id it is continued by.

        Raises:
            BadAnswer: it is too large for the field.
            BadArgument: there is no such field.
        """
        require_work(self._policy, self._person, pipeline)
        field = _file_field(pipeline, name)
        _require_fitting(field, byte_count)
        coming = _Coming(self._scratch(), _label(label), field, pipeline.key, byte_count)
        with translated():
            coming.path.touch(mode=0o600)
        uid = new_id("fil")
        with self._lock:
            self._coming[uid] = coming
        return uid

    def add(
        self, pipeline: PipelineRecord, uid: str, offset: int, piece: Any
    ) -> dict[str, Any] | None:
        """Take the next bytes of a file; the value that refers to it once it is whole.

        Raises:
            BadArgument: they belong elsewhere, or to a file that is gone.
        """
        require_work(self._policy, self._person, pipeline)
        data = memoryview(piece).cast("B")
        with self._lock:
            coming = self._coming.get(uid)
            if coming is None or coming.pipeline_key != pipeline.key:
                raise BadArgument("What was here of this file is gone.", hint="Choose it again.")
            is_next = offset == coming.offset and len(data) <= MOST_PIECE
            if not is_next or offset + len(data) > coming.byte_count:
                raise BadArgument(f"The next bytes of {coming.name} begin at {coming.offset}.")
            with translated(), coming.path.open("ab") as file:
                file.write(data)
            coming.offset += len(data)
            if coming.offset < coming.byte_count:
                return None
            del self._coming[uid]
        try:
            return self._place(pipeline, coming.field, coming.name, coming.path)
        finally:
            coming.path.unlink(missing_ok=True)

    def drop(self, pipeline: PipelineRecord, uid: str) -> None:
        """Give up a file of which some is here."""
        require_work(self._policy, self._person, pipeline)
        with self._lock:
            coming = self._coming.pop(uid, None)
        if coming is not None:
            coming.path.unlink(missing_ok=True)

    def find(self, pipeline: PipelineRecord, sha256: str) -> Path:
        """Where a file lies that some field of the pipeline holds; it is never written to.

        Raises:
            NotFound: there is none with this digest.
        """
        if not self._policy.allows(Action.PIPELINE_VIEW, pipeline.place):
            require_work(self._policy, self._person, pipeline)
        with self._store.catalog.read() as connection:
            key = pipeline.dataset_key
            is_here = key is not None and blobs.has(connection, key, sha256)
        path = blobs.path_of(self._store, sha256)
        if not is_here or not path.is_file():
            raise NotFound("The pipeline has no such file.", hint="")
        return path

    def _scratch(self) -> Path:
        folder = self._store.root / "processes" / "scratch"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / new_id("fil")

    def _place(
        self, pipeline: PipelineRecord, field: Field, name: str, path: Path
    ) -> dict[str, Any]:
        if pipeline.dataset_key is None:
            raise Refused(
                f"{pipeline.name!r} keeps no file before it is activated.", hint="Activate it."
            )
        _require_fitting(field, path.stat().st_size)
        with translated():
            sha256, byte_count = blobs.take(self._store, path)
        with self._store.catalog.write() as connection:
            blobs.refer(
                connection, pipeline.dataset_key, f"{field.name}/{sha256[:16]}/{name}",
                sha256, byte_count,
            )  # fmt: skip
        return {"name": name, "sha256": sha256, "byte_count": byte_count}


def _file_field(pipeline: PipelineRecord, name: str) -> Field:
    for each in known_fields(pipeline.settings):
        if each.name == name and _holds_files(each):
            return each
    raise BadArgument(f"The pipeline has no field {name!r} that takes a file.", field="field")


def _has_path(value: Any) -> bool:
    several = value if isinstance(value, list | tuple) else (value,)
    return any(isinstance(each, os.PathLike) for each in several)


def _holds_files(field: Field) -> bool:
    return field.type is FieldType.FILE


def _require_fitting(field: Field, byte_count: int) -> None:
    most = field.all_settings["max_bytes"]
    if byte_count > most:
        raise BadAnswer(
            f"The file has {size(byte_count)}; {field.label!r} takes {size(most)} at most.",
            hint="Choose a smaller one.",
            field=field.name,
        )


def _label(name: str) -> str:
    """A name without what would make a path of it."""
    return (
        name.replace("/", "-").replace("\\", "-").replace("\0", "").strip()[-_MOST_NAME:] or "file"
    )
