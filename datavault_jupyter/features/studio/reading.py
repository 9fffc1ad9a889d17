"""Channels as people write them: ``"species"``, ``"mean(body_mass_g)"``, ``"month(day)"``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from datavault_jupyter.base.checking import word_of
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.studio.fields import ChartFields
from datavault_jupyter.features.studio.spec import (
    Aggregate,
    Channel,
    ChartKind,
    ChartSpec,
    Errors,
    Line,
    Over,
    Stack,
    Unit,
)
from datavault_jupyter.protocol.coding import decoded
from datavault_jupyter.storage.filters import Filter, Op

_CALL = re.compile(r"\s*([A-Za-z_]\w*)\s*\((.*)\)\s*", re.DOTALL)
_QUANTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?)")
_KNOWN = (
    "count distinct sum mean median p90 min max sd rate share running bin "
    "year quarter month week day hour minute second"
)


def channel_of(given: object, fields_of: ChartFields, name: str) -> Channel | None:
    """A channel out of what a call was given: its text, its parts by name, or itself.

    A column whose name looks like a call comes first.

    Args:
        given: What was given; None for nothing.
        fields_of: The columns there are.
        name: Of the channel, for the sentence.

    Raises:
        BadArgument: it is none of these, or names no column.

    >>> from datavault_jupyter.storage.columns import Columns
    >>> known = ChartFields(Columns.of([("mass", "DOUBLE"), ("day", "DATE")]))
    >>> channel_of("mean(mass)", known, "y").words
    'mean of mass'
    >>> channel_of("share(count())", known, "y").words
    'share of count of rows'
    >>> channel_of("month(day)", known, "x").words
    'day by month'
    """
    if given is None:
        return None
    if isinstance(given, Channel):
        made = given
    elif isinstance(given, Mapping):
        made = _of_parts(given, name)
    elif isinstance(given, str):
        made = _of_text(given, fields_of, name)
    else:
        raise BadArgument(
            f"{name}= is the name of a column, a text such as 'mean(price)', or a dv.Channel, "
            f"not {type(given).__name__}.",
            field=name,
        )
    if made.field:
        # As the column is written, so that a kept spec means it exactly.
        return replace(made, field=fields_of.named(made.field, name).name)
    if made.aggregate not in (None, Aggregate.COUNT):
        raise BadArgument(f"The {made.aggregate} on {name} needs a column.", field=name)
    if made.aggregate is None:
        raise BadArgument(f"{name}= names no column.", field=name)
    return made


def _of_parts(given: Mapping[Any, Any], name: str) -> Channel:
    known = {each.name for each in fields(Channel)}
    for part in given:
        if part not in known:
            raise BadArgument(
                f"A channel has no part {part!r} ({name}=).",
                hint=f"Parts: {', '.join(sorted(known))}.",
                field=name,
            )
    made: Channel = decoded(Channel, dict(given), name)
    return made


def _of_text(text: str, known: ChartFields, name: str) -> Channel:
    if known.has(text):
        return Channel(text)
    found = _CALL.fullmatch(text)
    if found is None:
        return Channel(known.named(text, name).name)
    word, inner = found[1].lower(), found[2].strip()
    if word in set(Over):
        part = _of_text(inner, known, name) if inner else Channel(aggregate=Aggregate.COUNT)
        if part.aggregate is None:
            part = replace(part, aggregate=Aggregate.SUM)
        return replace(part, over=Over(word))
    column = known.named(inner, name).name if inner else ""
    if word == "avg":
        word = "mean"
    if word in set(Aggregate) and word != Aggregate.QUANTILE:
        return Channel(column, Aggregate(word))
    if quantile := _QUANTILE.fullmatch(word):
        return Channel(column, Aggregate.QUANTILE, quantile=float(quantile[1]) / 100)
    if word in set(Unit):
        return Channel(column, unit=Unit(word))
    if word == "bin":
        return Channel(column, bins=24)
    raise BadArgument(
        f"{word}(…) on {name} isn't known.", hint=f"Known: {', '.join(_KNOWN.split())}.", field=name
    )


def spec_of(
    kind: str | None, channels: Mapping[str, Any], more: Mapping[str, Any], known: ChartFields
) -> ChartSpec:
    """A spec out of what a call was given; its kind is a bar where it is to be chosen.

    Args:
        kind: One of `ChartKind`, or None.
        channels: What is on each channel.
        more: All other parts of a spec, as ``ds.chart(…)`` takes them.
        known: The columns there are.

    Raises:
        BadArgument: what can't be read; the sentence names the part.
    """
    read = {name: channel_of(given, known, name) for name, given in channels.items()}
    told = more["tooltip"]
    told = [told] if isinstance(told, str | Channel | Mapping) else told
    tooltip = tuple(
        made for each in told if (made := channel_of(each, known, "tooltip")) is not None
    )
    where = more["where"]
    if where is not None and not isinstance(where, str | Filter):
        raise BadArgument("where= is a condition in SQL, or a Filter.", field="where")
    return ChartSpec(
        word_of(ChartKind, kind, "kind") if kind is not None else ChartKind.BAR,
        **read,
        tooltip=tooltip,
        where=where if isinstance(where, Filter) else None,
        condition=where if isinstance(where, str) else "",
        status=more["status"],
        having=_having(more["having"]),
        stack=word_of(Stack, more["stack"], "stack") if more["stack"] is not None else None,
        errors=word_of(Errors, more["errors"], "errors") if more["errors"] is not None else None,
        lines=tuple(_line(each) for each in _several(more["lines"])),
        title=more["title"],
        search=more["search"],
    )


_COMPARED = {">=": Op.GE, "<=": Op.LE, ">": Op.GT, "<": Op.LT, "=": Op.EQ, "!=": Op.NE}
_HAVING = re.compile(r"\s*(x|y|color)\s*(>=|<=|!=|=|>|<)\s*(-?\d+(?:\.\d+)?)\s*")


def _having(given: object) -> Filter | None:
    if given is None or isinstance(given, Filter):
        return given
    found = _HAVING.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        raise BadArgument(
            "having= compares a channel with a number, such as 'y >= 10', or is a Filter.",
            field="having",
        )
    return Filter(_COMPARED[found[2]], found[1], (found[3],))


def _several(given: object) -> Iterable[Any]:
    if isinstance(given, str | int | float | Line | Mapping):
        return (given,)
    is_pair = isinstance(given, tuple) and len(given) == 2 and given[0] in ("x", "y")
    return (given,) if is_pair else given  # type: ignore[return-value]


def _line(given: Any) -> Line:
    """A reference line out of a number, ``("x", 5)``, ``"mean(y)"``, its parts, or itself."""
    if isinstance(given, Line):
        return given
    if isinstance(given, Mapping):
        made: Line = decoded(Line, dict(given), "lines")
        return made
    if isinstance(given, int | float) and not isinstance(given, bool):
        return Line("y", float(given))
    if isinstance(given, tuple | list) and len(given) == 2 and given[0] in ("x", "y"):
        return Line(given[0], decoded(float, given[1], "lines"))
    found = re.fullmatch(r"\s*(mean|median)\((x|y)\)\s*", str(given))
    if found is None:
        raise BadArgument(
            f"{given!r} is no reference line.",
            hint="Such as 5 (on y), ('x', 5), 'mean(x)' or 'median(y)'.",
            field="lines",
        )
    return Line(found[2], aggregate=Aggregate(found[1]))
