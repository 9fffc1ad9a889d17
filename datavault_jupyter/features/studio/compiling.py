"""From a spec to its rows: one query, cut more coarsely until it gives a few thousand marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.studio import queries
from datavault_jupyter.features.studio.checks import POINTS
from datavault_jupyter.features.studio.cutting import (
    Cut,
    Extent,
    Form,
    coarser,
    cut,
    most,
)
from datavault_jupyter.features.studio.fields import ChartField, ChartFields, FieldKind
from datavault_jupyter.features.studio.points.queries import Pointed, pointed
from datavault_jupyter.features.studio.queries import Grouping, Measure, conjoined, grouped
from datavault_jupyter.features.studio.spec import Channel, ChartKind, ChartSpec, Scale
from datavault_jupyter.features.studio.spread.queries import (
    MOST_OUTLIERS,
    Spread,
    boxes,
    densities,
    distinct_counts,
)
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    import pyarrow as pa

# Below Altair's own limit of 5,000 rows, so that its charts of our data can be changed freely.
MOST_MARKS = 4_500
MOST_POINTS = 4_000
EVERY_ROW = Sql("")
_MOST_LOOKS = 12
_FIRST_ROWS = 2_048
_GROUPING = ("x", "y", "color", "shape", "row", "column")

Ask = Callable[[Sql], "pa.Table"]
Having = Callable[[Sequence[Measure]], "Sql | None"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rows of a chart, and how they came about.

    Attributes:
        spec: What was drawn, whole.
        sql: The one query.
        table: Its rows: one a mark, columns named by channel.
        cuts: How groups were made.
        measures: The numbers of each mark.
        total: Rows that match the filter.
        kept: Those of them that are in the chart, as marks or within one.
        missing: Those that lack a value it needs.
        points: How many rows could be points; more than are drawn where a sample stands for them.
        where: Which rows are in the chart, as its query has it.
    """

    spec: ChartSpec
    sql: Sql
    table: pa.Table
    cuts: tuple[Cut, ...]
    measures: tuple[Measure, ...]
    total: int = 0
    kept: int = 0
    missing: int = 0
    points: int = 0
    where: Sql = EVERY_ROW


@dataclass
class Look:
    """What is known of a chart while its query is being made."""

    spec: ChartSpec
    fields: ChartFields
    base: list[Sql]
    having: Having
    values: dict[str, ChartField] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    extents: dict[str, Extent] = field(default_factory=dict)
    total: int | None = None
    whole: int = 0
    finite: set[str] = field(default_factory=set)
    outliers: int = MOST_OUTLIERS

    def channel(self, role: str) -> Channel:
        """What is on a channel that holds something."""
        found: Channel = getattr(self.spec, role)
        return found

    def field_on(self, role: str) -> ChartField:
        """The field on a channel that holds one."""
        found = self.fields.named(self.channel(role).field, role)
        return replace(found, is_finite=True) if found.name in self.finite else found


def drawn(ask: Ask, look: Look) -> Drawn:
    """Draw a spec that can be drawn.

    Args:
        ask: Runs a query over ``this``.
        look: The spec, the columns, and the conditions on rows.

    Raises:
        BadArgument: it would have more marks than anybody can see.
    """
    _assign(look)
    _measure_ends(ask, look)
    if look.spec.having is None:
        _limit_categories(ask, look, _FIRST_ROWS)
    if look.spec.kind in (ChartKind.BOX, ChartKind.DENSITY):
        _limit_categories(ask, look)
    for _ in range(_MOST_LOOKS):
        query = _query(look)
        table = ask(query)
        finer = _refined(look, table)
        if finer is None:
            return _told(look, query, table)
        look.cuts = finer
    raise BadArgument(
        f"The chart would have more than {MOST_MARKS:,} marks.",
        hint="Take fields with fewer values, or top=…, bins=… or a coarser unit.",
        field="x",
    )


def _assign(look: Look) -> None:
    """Decide which channel makes groups, which one numbers, which one is taken as it is."""
    spec = look.spec
    for role, channel in spec.channels().items():
        if role == "order":
            look.measures.append(_measure(look, "order", channel))
        elif channel.is_measure:
            if spec.kind not in (ChartKind.HISTOGRAM, ChartKind.DENSITY) or role == "y":
                look.measures.append(_measure(look, role, channel))
        elif _is_value(spec, look, role):
            look.values[role] = look.field_on(role)
    for at, channel in enumerate(spec.tooltip):
        look.values[f"tooltip_{at}"] = look.fields.named(channel.field, "tooltip")


def _is_value(spec: ChartSpec, look: Look, role: str) -> bool:
    """Whether a channel shows each row's own value rather than its group."""
    kind = spec.kind
    is_discrete = look.field_on(role).kind not in (FieldKind.NUMBER, FieldKind.MOMENT)
    if kind is ChartKind.SCATTER:
        return role in ("x", "y", "size") or (role == "color" and not is_discrete)
    if kind in (ChartKind.STRIP, ChartKind.BOX):
        return role in ("y", "size") or (
            kind is ChartKind.STRIP and role == "color" and not is_discrete
        )
    return kind is ChartKind.DENSITY and role == "x"


def _measure(look: Look, role: str, channel: Channel) -> Measure:
    column = look.fields.named(channel.field, role) if channel.field else None
    measured = "x" if look.spec.x is not None and look.spec.x.is_measure else "y"
    return Measure(role, channel, column, look.spec.errors if role == measured else None)


def _groups(look: Look) -> list[str]:
    channels = look.spec.channels()
    return [
        role
        for role in _GROUPING
        if role in channels and role not in look.values and not channels[role].is_measure
    ]


def _needed(look: Look) -> list[tuple[ChartField, bool]]:
    """What a row must have to be drawn, and whether it must be above 0."""
    made = [
        (each, look.channel(role).scale is Scale.LOG)
        for role, each in look.values.items()
        if role in ("x", "y")
    ]
    for role in _groups(look):
        each = look.field_on(role)
        if each.kind is FieldKind.MOMENT or (each.kind is FieldKind.NUMBER and role in ("x", "y")):
            made.append((each, look.channel(role).scale is Scale.LOG))
    return made


def _measure_ends(ask: Ask, look: Look) -> None:
    """Ask once for what decides how fields are cut, and how many rows there are."""
    kind, groups = look.spec.kind, _groups(look)
    asked = [
        role
        for role in groups
        if look.field_on(role).kind in (FieldKind.NUMBER, FieldKind.MOMENT)
        and (role in ("x", "y") or look.field_on(role).kind is FieldKind.MOMENT)
    ]
    if asked or look.values:
        _ask_ends(ask, look, asked)
    for role in groups:
        channel, column = look.channel(role), look.field_on(role)
        look.cuts.append(cut(role, channel, column, kind, look.extents.get(role, Extent())))


def _ask_ends(ask: Ask, look: Look, asked: list[str]) -> None:
    """The ends of some channels; values are looked at one by one only where an end is endless."""
    pairs = [(look.field_on(role), look.channel(role).scale is Scale.LOG) for role in asked]
    # Where all rows are marks or within one, their number comes with the marks.
    is_told = not look.values or look.spec.kind is ChartKind.BOX
    wanted = [] if is_told else [each for each, _ in _needed(look)]
    where = conjoined(look.base)
    told: list[Extent] = []
    is_careful = False
    for is_careful in (False, True):
        ends = ask(queries.extents(pairs, wanted, where, is_careful=is_careful))
        found = [column[0].as_py() for column in ends.columns]
        look.total, look.whole = found[0], found[1]
        told = [Extent(*found[at : at + 2]) for at in range(2, len(found), 2)]
        if is_careful or all(each.low is not None and each.high is not None for each in told):
            break
    look.extents = dict(zip(asked, told, strict=True))
    if not is_careful:
        is_whole = [not is_positive for _, is_positive in pairs]
        names = [look.channel(role).field for role in asked]
        look.finite = {name for name, whole in zip(names, is_whole, strict=True) if whole}


def _limit_categories(ask: Ask, look: Look, first: int = 0) -> None:
    """Cut categories to the most frequent ones beforehand.

    Args:
        ask: Runs a query over ``this``.
        look: What is known; its cuts are changed.
        first: Look at so many rows only, which may show that there are too many: that costs
            nothing and spares a query over all of them. 0 for all, where each category costs
            more than a row.
    """
    free = [each for each in look.cuts if each.form is Form.CATEGORY and each.top is None]
    if not free:
        return
    (counts,) = ask(distinct_counts(free, _where(look), first)).to_pylist()
    for at, each in enumerate(look.cuts):
        bound = most(look.spec.kind, each.role)
        if counts.get(each.role, 0) > bound:
            look.cuts[at] = replace(each, top=bound - 1)


def _where(look: Look) -> Sql:
    parts = list(look.base)
    for column, is_positive in _needed(look):
        parts.append(Sql(column.is_there))
        if is_positive:
            parts.append(Sql(f"{column.value} > 0"))
    return conjoined(parts)


def _lines(look: Look, where: Sql) -> tuple[tuple[str, Sql], ...]:
    made = []
    for at, line in enumerate(look.spec.lines):
        if line.aggregate is not None and line.value is None:
            column = look.field_on(line.axis)
            made.append((f"line_{at}", queries.middle_of(column, line.aggregate, where)))
    return tuple(made)


def _query(look: Look) -> Sql:
    kind, where = look.spec.kind, _where(look)
    lines, cuts, limit = _lines(look, where), tuple(look.cuts), MOST_MARKS + 1
    if kind in POINTS:
        share = min(1.0, MOST_POINTS / max(look.whole, 1))
        values = tuple(look.values.items())
        return pointed(Pointed(values, cuts, where, share, limit, lines))
    if kind is ChartKind.BOX:
        return boxes(Spread(look.values["y"], cuts, where, lines, limit, look.outliers))
    if kind is ChartKind.DENSITY:
        return densities(Spread(look.values["x"], cuts, where, lines, limit))
    measures = tuple(look.measures)
    having = look.having(measures)
    return grouped(Grouping(cuts, measures, where, having, lines, limit))


def _refined(look: Look, table: pa.Table) -> list[Cut] | None:
    """Coarser cuts where there are too many marks or categories; None where all is well."""
    import pyarrow.compute as pc

    made, changed = list(look.cuts), False
    is_full = table.num_rows > MOST_MARKS
    if is_full and look.spec.kind is ChartKind.BOX and look.outliers > 1:
        look.outliers = max(1, look.outliers // 4)
        return made
    for at, each in enumerate(made):
        bound = most(look.spec.kind, each.role)
        if each.form is Form.CATEGORY and each.top is None:
            count = pc.count_distinct(table.column(each.role)).as_py()
            if count > bound or (is_full and count > bound // 2):
                made[at], changed = replace(each, top=bound - 1), True
    if is_full and not changed:
        for at, each in enumerate(made):
            next_one = coarser(each, look.extents.get(each.role, Extent()))
            if next_one is not None:
                made[at], changed = next_one, True
        if not changed:
            raise BadArgument(
                f"The chart would have more than {MOST_MARKS:,} marks.",
                hint="Take fields with fewer values, or top=… on a channel.",
                field="x",
            )
    return made if changed else None


def _told(look: Look, query: Sql, table: pa.Table) -> Drawn:
    import pyarrow.compute as pc

    kind = look.spec.kind
    names = table.column_names
    rows = 0
    if kind in POINTS or kind is ChartKind.DENSITY:
        kept = look.whole
    else:
        rows = int(pc.sum(table.column("rows")).as_py() or 0)
        numbered = [f"{each.role}_n" for each in look.measures if f"{each.role}_n" in names]
        kept = rows
        if numbered:
            kept = int(pc.sum(table.column(numbered[0])).as_py() or 0)
    total = look.total if look.total is not None else rows
    missing = total - kept if look.spec.having is None else 0
    return Drawn(
        look.spec, query, table, tuple(look.cuts), tuple(look.measures),
        total=total, kept=kept, missing=missing, points=look.whole if kind in POINTS else 0,
        where=_where(look),
    )  # fmt: skip
