"""What stands under a chart: how many rows it shows, which it doesn't, and why."""

from __future__ import annotations

from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.studio.compiling import MOST_POINTS, Drawn
from datavault_jupyter.features.studio.cutting import REST, Form
from datavault_jupyter.features.studio.spec import Aggregate, ChartKind, Errors, Scale


def notes(drawn: Drawn) -> tuple[str, ...]:
    """Sentences about a chart, the counts first."""
    spec, made = drawn.spec, []
    if drawn.missing:
        made.append(f"{drawn.kept:,} of {count(drawn.total, 'row')}")
        made.append(f"{_lacking(drawn)}")
    else:
        made.append(count(drawn.kept, "row"))
    if spec.status:
        made.append(f"{spec.status} tasks only; status='all' shows all")
    if drawn.points > MOST_POINTS:
        made.append(
            f"a sample of {count(drawn.table.num_rows, 'point')}, always the same ones, "
            f"stands for {drawn.points:,}"
        )
    made += [
        f"the {each.top} most frequent of {each.field.name}, all others as {REST!r}"
        for each in drawn.cuts
        if each.form is Form.CATEGORY and each.top is not None and _has_rest(drawn, each.role)
    ]
    if spec.errors is not None:
        made.append(_ERRORS[spec.errors])
        if spec.errors is Errors.INTERVAL and _asked(drawn) is Aggregate.RATE:
            made[-1] = "error bars are 95% intervals (Wilson)"
    if spec.kind is ChartKind.BOX and _hides_outliers(drawn):
        made.append("only the farthest outliers of each box are drawn, each value once")
    return tuple(made)


def summary(drawn: Drawn, dataset: str) -> str:
    """What a chart shows, in one sentence: for readers that speak, and for plain text."""
    spec = drawn.spec
    channels = spec.channels()
    numbers = [each.words for each in channels.values() if each.is_measure]
    groups = [
        each.words for name, each in channels.items() if not each.is_measure and name != "order"
    ]
    groups = list(dict.fromkeys(groups))
    what = listing(numbers) if numbers else ""
    if what and groups:
        what = f"{what} by {listing(groups)}"
    what = what or listing(groups)
    only = " where " + spec.condition.strip() if spec.condition else ""
    title = f"{spec.title}. " if spec.title else ""
    return f"{title}{str(spec.kind).capitalize()} chart of {dataset}: {what}{only}."


_ERRORS = {
    Errors.INTERVAL: "error bars are 95% intervals of the mean (1.96 standard errors)",
    Errors.SD: "error bars are one standard deviation to each side",
    Errors.SE: "error bars are one standard error to each side",
}


def _asked(drawn: Drawn) -> Aggregate | None:
    return next((each.channel.aggregate for each in drawn.measures if each.errors), None)


def _lacking(drawn: Drawn) -> str:
    names: dict[str, None] = {}
    is_log = False
    kinds = {each.role: each.form for each in drawn.cuts}
    for role, channel in drawn.spec.channels().items():
        if kinds.get(role) is Form.CATEGORY:
            continue  # rows without a category are one of their own
        counts = channel.aggregate in (Aggregate.COUNT, Aggregate.DISTINCT)
        if channel.field and role in ("x", "y") and not counts:
            names[channel.field] = None
            is_log = is_log or (channel.scale is Scale.LOG and not channel.is_measure)
        elif channel.is_measure and channel.field and not counts:
            names[channel.field] = None
    what = f"no {listing(list(names), 'or')}" if names else "no value"
    return f"{drawn.missing:,} have {what}{' above 0' if is_log else ''}"


def _has_rest(drawn: Drawn, role: str) -> bool:
    return REST in drawn.table.column(role).to_pylist()


def _hides_outliers(drawn: Drawn) -> bool:
    rows = drawn.table.select(["part", "outliers"]).to_pylist()
    shown = sum(1 for row in rows if row["part"] == "outlier")
    return sum(row["outliers"] or 0 for row in rows) > shown
