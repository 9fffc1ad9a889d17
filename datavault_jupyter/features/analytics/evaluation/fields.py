"""Rated fields: of a pipeline's form, or of a dataset's columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.analytics.evaluation.records import (
    FieldSetting,
    RatedField,
    RatedKind,
)
from datavault_jupyter.features.analytics.evaluation.scales import scale_of
from datavault_jupyter.features.analytics.records import Level
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.fields.kinds import FieldType
from datavault_jupyter.storage.columns import Column
from datavault_jupyter.storage.kinds import FLOATS, MOMENTS, is_exact, type_kind

TIE = "tie"
# A column of whole numbers with a range like this is a scale, not a measure.
_WIDEST_SCALE = 10
MOST_CHOICES = 50
_SHORT = 60
_FEW = 3

_FORM_KINDS = {
    FieldType.SHORT_TEXT: RatedKind.TEXT,
    FieldType.LONG_TEXT: RatedKind.TEXT,
    FieldType.CODE: RatedKind.TEXT,
    FieldType.BOOLEAN: RatedKind.BOOLEAN,
    FieldType.NUMERIC: RatedKind.NUMERIC,
    FieldType.DATETIME: RatedKind.TIME,
    FieldType.SELECT: RatedKind.SELECT,
    FieldType.RATING: RatedKind.RATING,
    FieldType.RANKING: RatedKind.RANKING,
    FieldType.PAIRWISE: RatedKind.PAIRWISE,
}
_OUTPUTS = {
    "number": RatedKind.NUMERIC,
    "rating": RatedKind.RATING,
    "boolean": RatedKind.BOOLEAN,
    "select": RatedKind.SELECT,
}
LEVELS = {
    RatedKind.NUMERIC: Level.INTERVAL,
    RatedKind.TIME: Level.INTERVAL,
    RatedKind.RATING: Level.ORDINAL,
    RatedKind.RANKING: Level.ORDINAL,
}


def of_form(field: Field, column: str, nodes: Sequence[str]) -> RatedField | None:
    """A field of a form as something rated; None for files, which have no numbers.

    Args:
        field: The field.
        column: The name it has in the table of answers.
        nodes: Where it is asked for.

    >>> of_form(Field("score", "rating", max=3), "score", ["rate"]).order
    (1, 2, 3)
    """
    settings = field.all_settings
    kind = _FORM_KINDS.get(field.type)
    if field.type is FieldType.CRITERIA:
        kind = _OUTPUTS[settings["output"]]
    if kind is None:
        return None
    if kind is RatedKind.SELECT and settings.get("is_multiple"):
        kind = RatedKind.MULTI_SELECT
    if field.repeat:
        kind = RatedKind.LIST
    return RatedField(
        name=field.name,
        column=column,
        title=field.label,
        kind=kind,
        type=field.column_type,
        level=LEVELS.get(kind, Level.NOMINAL),
        order=_order(kind, settings),
        settings={name: value for name, value in settings.items() if value not in (None, "", {})},
        nodes=tuple(nodes),
    )


def _order(kind: RatedKind, settings: Mapping[str, Any]) -> tuple[Any, ...] | None:
    if kind is RatedKind.BOOLEAN:
        return False, True
    if kind is RatedKind.RATING:
        low, high = settings.get("min"), settings.get("max")
        return tuple(range(int(1 if low is None else low), int(5 if high is None else high) + 1))
    if kind is RatedKind.PAIRWISE:
        ends = settings["first"], settings["second"]
        return (ends[0], TIE, ends[1]) if settings["has_tie"] else ends
    if kind in (RatedKind.SELECT, RatedKind.MULTI_SELECT, RatedKind.RANKING):
        return tuple(settings.get("options") or ()) or None
    return None


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What is known of a column's values, about.

    Attributes:
        column: The column.
        distinct_count: How many different values, about.
        value_count: How many values.
        low: The least of numbers that are all whole; the mean length of texts.
        high: The largest of numbers that are all whole.
        choices: Its values, where they are few texts.
    """

    column: Column
    distinct_count: int
    value_count: int
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


def facts_kind(column: Column) -> str:
    """What is to be found out of a column's values: ``number``, ``text`` or nothing more."""
    kind = type_kind(column)
    if is_exact(kind) or kind in FLOATS:
        return "number"
    return "text" if kind in ("varchar", "enum") else ""


def kind_of(facts: ColumnFacts) -> RatedKind | None:
    """What a column of imported data holds; None for what has no numbers."""
    kind = type_kind(facts.column)
    if kind == "boolean":
        return RatedKind.BOOLEAN
    if kind in MOMENTS or kind == "date":
        return RatedKind.TIME
    if kind == "list":
        is_text = facts.column.type == "VARCHAR[]"
        return RatedKind.MULTI_SELECT if is_text else RatedKind.LIST
    if facts_kind(facts.column) == "number":
        return RatedKind.RATING if _is_scale(facts) else RatedKind.NUMERIC
    if kind in ("varchar", "enum"):
        is_few = facts.distinct_count <= MOST_CHOICES and (facts.low or 0) <= _SHORT
        is_shared = facts.distinct_count < facts.value_count and (
            facts.distinct_count * 2 <= facts.value_count or facts.distinct_count <= _FEW
        )
        return RatedKind.SELECT if is_few and is_shared else RatedKind.TEXT
    return None


def _is_scale(facts: ColumnFacts) -> bool:
    if facts.low is None or facts.high is None:
        return False
    is_narrow = facts.high - facts.low <= _WIDEST_SCALE
    return is_narrow and facts.low >= -_WIDEST_SCALE and facts.high <= _WIDEST_SCALE


def of_column(facts: ColumnFacts, column: str, *, name: str = "") -> RatedField | None:
    """A column of imported data as something rated; None for what has no numbers.

    Args:
        facts: What is known of it.
        column: The name it has in the table of answers.
        name: What people know it by; the column's name by default.
    """
    kind = kind_of(facts)
    if kind is None:
        return None
    order: tuple[Any, ...] | None = None
    level = LEVELS.get(kind, Level.NOMINAL)
    if kind is RatedKind.BOOLEAN:
        order = False, True
    elif kind is RatedKind.RATING and facts.low is not None and facts.high is not None:
        # A scale begins at 1, or at 0 where somebody gave it.
        order = tuple(range(min(int(facts.low), 1), int(facts.high) + 1))
    elif kind is RatedKind.SELECT and (known := scale_of(facts.choices)):
        order, level = known, Level.ORDINAL
    shown = name or facts.column.name
    return RatedField(shown, column, shown, kind, facts.column.type, level, order)


_READABLE = {
    "number": (RatedKind.NUMERIC, RatedKind.RATING, RatedKind.SELECT, RatedKind.PAIRWISE),
    "text": (RatedKind.SELECT, RatedKind.TEXT, RatedKind.PAIRWISE),
    "boolean": (RatedKind.BOOLEAN, RatedKind.SELECT),
    "texts": (RatedKind.MULTI_SELECT, RatedKind.RANKING, RatedKind.LIST),
}


def kinds_for(field: RatedField) -> tuple[RatedKind, ...]:
    """As what a field's values can be read; its own kind among them.

    >>> [kind.value for kind in kinds_for(RatedField("a", "a", "a", RatedKind.BOOLEAN, "BOOLEAN"))]
    ['boolean', 'select']
    """
    column = Column(field.name, field.type, field.column)
    word = facts_kind(column) or type_kind(column)
    known = _READABLE.get("texts" if field.type == "VARCHAR[]" else word, ())
    return known if field.kind in known else (field.kind, *known)


def said(field: RatedField, setting: FieldSetting) -> RatedField:
    """A field as somebody wants it read; what no longer fits its column is passed over."""
    try:
        return required(field, setting)
    except BadArgument:
        return field


def required(field: RatedField, setting: FieldSetting) -> RatedField:
    """A field as somebody wants it read.

    Raises:
        BadArgument: its values can't be read so, or an order has what is none of its values.
    """
    made = field
    if setting.kind is not None and setting.kind is not field.kind:
        known = kinds_for(field)
        if setting.kind not in known:
            raise BadArgument(
                f"The values of {field.name!r} can't be read as {setting.kind}.",
                hint=f"They can be read as {listing([each.value for each in known], 'or')}.",
                field=field.name,
            )
        level = LEVELS.get(setting.kind, Level.NOMINAL)
        order = field.order if setting.kind is RatedKind.SELECT else None
        made = replace(made, kind=setting.kind, level=level, order=order)
    if setting.order:
        is_scale = made.kind in (RatedKind.SELECT, RatedKind.RATING)
        level = Level.ORDINAL if is_scale else made.level
        made = replace(made, order=typed_order(made, setting.order), level=level)
    if setting.level is not None:
        made = replace(made, level=setting.level)
    return made


def typed_order(field: RatedField, texts: Iterable[str]) -> tuple[Any, ...]:
    """Values as their column holds them, out of texts.

    Raises:
        BadArgument: a text is no value of the column.

    >>> typed_order(RatedField("a", "a", "a", RatedKind.RATING, "INTEGER"), ["1", "2"])
    (1, 2)
    """
    column = Column(field.name, field.type, field.column)
    kind = type_kind(column)
    read: Any = str
    if kind == "boolean":
        read = _yes
    elif facts_kind(column) == "number":
        read = int if is_exact(kind) and kind != "decimal" else float
    made = []
    for text in texts:
        try:
            made.append(read(text))
        except ValueError:
            raise BadArgument(
                f"{text!r} is no value of {field.name!r}, which holds {field.type}.",
                field=field.name,
            ) from None
    return tuple(made)


def _yes(text: str) -> bool:
    word = text.strip().lower()
    if word not in ("true", "false", "yes", "no", "1", "0"):
        raise ValueError(text)
    return word in ("true", "yes", "1")
