"""What a dataset's owner declared of its columns, and how values follow from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadFile, VaultError
from datavault_jupyter.features.hub.records import HubMedia
from datavault_jupyter.storage.sql import literal, quoted
from datavault_jupyter.storage.types import children_of

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

# An error of ours inside DuckDB's; what follows is a sentence.
MARK = "datavault-hub: "
_MEDIA = {"image": HubMedia.IMAGE, "audio": HubMedia.AUDIO, "video": HubMedia.VIDEO,
          "pdf": HubMedia.PDF}  # fmt: skip
_LISTS = ("List", "LargeList", "Sequence")
_INTEGERS = frozenset(
    {
        "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint",
        "uinteger", "ubigint",
    }
)  # fmt: skip
_UNITS = {"s": "seconds", "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds"}
# First bytes in hexadecimal, as LIKE takes them.
_SIGNS = (
    ("89504E470D0A%", "image/png"), ("FFD8FF%", "image/jpeg"), ("47494638%", "image/gif"),
    ("52494646________57454250%", "image/webp"), ("424D%", "image/bmp"),
    ("49492A00%", "image/tiff"), ("4D4D002A%", "image/tiff"),
    ("52494646________57415645%", "audio/wav"), ("494433%", "audio/mpeg"),
    ("FFFB%", "audio/mpeg"), ("FFF3%", "audio/mpeg"), ("FFF2%", "audio/mpeg"),
    ("664C6143%", "audio/flac"), ("4F676753%", "audio/ogg"),
    ("________667479704D3441%", "audio/mp4"), ("________66747970%", "video/mp4"),
    ("1A45DFA3%", "video/webm"), ("25504446%", "application/pdf"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feature:
    """What was declared of a column, or of what is inside one.

    Attributes:
        kind: As it is called, such as ``ClassLabel``; "" where nothing was declared.
        labels: Names of the classes, in the order of their numbers.
        media: What the bytes show.
        inner: Of the elements of a list.
        fields: Of the fields of a structure.
        unit: Of a duration, which lies there as a plain number.
    """

    kind: str = ""
    labels: tuple[str, ...] = ()
    media: HubMedia | None = None
    inner: Feature | None = None
    fields: Mapping[str, Feature] = field(default_factory=dict)
    unit: str = ""

    @property
    def shown_labels(self) -> tuple[str, ...]:
        """Its own labels, or those of its elements."""
        return self.labels or (self.inner.shown_labels if self.inner else ())

    @property
    def shown_media(self) -> HubMedia | None:
        """What it shows, or what its elements do."""
        return self.media or (self.inner.shown_media if self.inner else None)


def from_parquet(text: str) -> dict[str, Feature]:
    """Features as Parquet files carry them, under the key ``huggingface``."""
    try:
        told = json.loads(text)
        features = told["info"]["features"]
    except (ValueError, KeyError, TypeError):
        return {}
    if not isinstance(features, Mapping):
        return {}
    return {str(name): _of_json(each) for name, each in features.items()}


def _of_json(told: object) -> Feature:
    if isinstance(told, list):
        return Feature("List", inner=_of_json(told[0])) if len(told) == 1 else Feature()
    if not isinstance(told, Mapping):
        return Feature()
    kind = told.get("_type")
    if not isinstance(kind, str):
        return Feature("Struct", fields={str(k): _of_json(each) for k, each in told.items()})
    if kind in _LISTS:
        return _listed(kind, _of_json(told.get("feature")))
    return _plain(kind, told)


def _listed(kind: str, inner: Feature) -> Feature:
    if kind == "Sequence" and inner.fields:
        # A sequence of a structure has always been stored as a structure of lists.
        turned = {name: Feature("List", inner=each) for name, each in inner.fields.items()}
        return Feature("Struct", fields=turned)
    return Feature("List", inner=inner)


def _plain(kind: str, told: Mapping[str, Any]) -> Feature:
    if kind == "ClassLabel":
        return Feature(kind, labels=_names(told.get("names")))
    if kind.lower() in _MEDIA:
        return Feature(kind, media=_MEDIA[kind.lower()])
    if kind == "Value":
        return _value(str(told.get("dtype", "")))
    return Feature(kind)


def _value(dtype: str) -> Feature:
    if dtype.startswith("duration["):
        return Feature("Value", unit=_UNITS.get(dtype[9:].rstrip("]"), ""))
    return Feature("Value")


def _names(told: object) -> tuple[str, ...]:
    if isinstance(told, Mapping):
        try:
            order = sorted(told, key=int)
        except (TypeError, ValueError):
            return ()
        if [int(each) for each in order] != list(range(len(order))):
            return ()
        return tuple(str(told[each]) for each in order)
    if isinstance(told, Sequence) and not isinstance(told, str):
        return tuple(str(each) for each in told)
    return ()


def from_card(told: object) -> dict[str, Feature]:
    """Features as a card spells them."""
    fields = told if isinstance(told, list) else []
    return {
        str(each["name"]): _of_card(each)
        for each in fields
        if isinstance(each, Mapping) and "name" in each
    }


def _of_card(told: object) -> Feature:
    if isinstance(told, str):
        return _word(told)
    if isinstance(told, list):
        return Feature("Struct", fields=from_card(told))
    if not isinstance(told, Mapping):
        return Feature()
    if "class_label" in told:
        label = told["class_label"]
        names = label.get("names") if isinstance(label, Mapping) else None
        return Feature("ClassLabel", labels=_names(names))
    for key, kind in (("list", "List"), ("large_list", "List"), ("sequence", "Sequence")):
        if key in told:
            return _listed(kind, _of_card(told[key]))
    if "struct" in told:
        return Feature("Struct", fields=from_card(told["struct"]))
    return _of_card(told.get("dtype"))


def _word(word: str) -> Feature:
    media = _MEDIA.get(word)
    return Feature(word.capitalize(), media=media) if media else _value(word)


def converted(sql: str, kind: DuckDBPyType, declared: Feature, what: str, depth: int = 0) -> str:
    """The SQL of a value with labels by their names and media by their kind.

    Args:
        sql: The value as it lies there.
        kind: Its type.
        declared: What was declared of it.
        what: Its column, for the sentence when a label has no name.
        depth: How deep it lies.
    """
    name = str(kind.id)
    if declared.labels and name in _INTEGERS:
        return _labelled(sql, declared.labels, what)
    if declared.media and name == "struct":
        return _seen(sql, [each for each, _ in children_of(kind)])
    if declared.inner and name == "list":
        each = f"e{depth}"
        inner = converted(each, children_of(kind)[0][1], declared.inner, what, depth + 1)
        return sql if inner == each else f"list_transform({sql}, lambda {each}: {inner})"
    if declared.fields and name == "struct":
        return _structured(sql, kind, declared, what, depth)
    return sql


def _structured(sql: str, kind: DuckDBPyType, declared: Feature, what: str, depth: int) -> str:
    made = []
    is_changed = False
    for name, child in children_of(kind):
        old = f"({sql}).{quoted(name)}"
        new = converted(old, child, declared.fields.get(name, Feature()), what, depth)
        is_changed |= new != old
        made.append(f"{quoted(name)} := {new}")
    if not is_changed:
        return sql
    return f"CASE WHEN {sql} IS NOT NULL THEN struct_pack({', '.join(made)}) END"


def _labelled(sql: str, labels: Sequence[str], what: str) -> str:
    names = ", ".join(map(literal, labels))
    sentence = literal(f"{MARK}{what} has a label without a name: ")
    return (
        f"CASE WHEN {sql} IS NULL OR {sql} = -1 THEN NULL "
        f"WHEN {sql} BETWEEN 0 AND {len(labels) - 1} THEN ([{names}])[{sql} + 1] "
        f"ELSE CAST(error({sentence} || CAST({sql} AS VARCHAR)) AS VARCHAR) END"
    )


def label_error(error: VaultError, where: str) -> BadFile | None:
    """Our error for a label without a name, which DuckDB tells in the middle of its own words."""
    _, mark, rest = error.message.partition(MARK)
    if not mark:
        return None
    sentence = rest.splitlines()[0].rstrip(". ")
    return BadFile(f"{where}: {sentence}.", hint="Leave the column out, or tell the owner.")


def _seen(sql: str, fields: Sequence[str]) -> str:
    """A structure of bytes and a path, with the kind that the bytes begin like."""
    if not {"bytes", "path"} <= set(fields):
        return sql
    head = f"hex(array_slice(({sql}).bytes, 1, 12))"
    cases = " ".join(f"WHEN {head} LIKE '{sign}' THEN '{kind}'" for sign, kind in _SIGNS)
    return (
        f"CASE WHEN {sql} IS NOT NULL THEN struct_pack(bytes := ({sql}).bytes, "
        f"path := ({sql}).path, media_type := CASE {cases} END) END"
    )
