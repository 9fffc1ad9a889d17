"""What agreement looks like: a table without scripts, and plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datavault_jupyter.base.wording import count
from datavault_jupyter.display import html, text
from datavault_jupyter.features.analytics.drawing import Estimate, estimates
from datavault_jupyter.features.analytics.tables import written

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.agreement.result import Agreement, Metric


# What a cell of the table shows without being cut.
_MOST_IN_CELL = 34
# Chance, Krippendorff's two limits, and all agree.
_MARKS = (0, 0.667, 0.8, 1)


def _limits(metric: Metric) -> str:
    if metric.interval is None:
        return ""
    return f"{written(metric.interval.low)} to {written(metric.interval.high)}"


def _facts(result: Agreement) -> list[str]:
    return [
        count(result.rating_count, "rating"),
        count(result.item_count, "item"),
        count(result.rater_count, "rater"),
        f"level {result.level}",
    ]


def _intervals(result: Agreement) -> str:
    return f"{result.confidence * 100:.4g} % interval"


def text_of(result: Agreement) -> str:
    """All coefficients, a line each; the proposed one first."""
    rows = [
        (each.label, written(each.value), _limits(each), count(each.item_count))
        for each in result.values()
    ]
    table = text.table(
        ["", "value", _intervals(result), "items"], rows, numbers=[False, True, False, True]
    )
    lines = [f"Agreement: {', '.join(_facts(result))}", f"{result.overlap}.", *result.notes]
    lines += [f"Proposed: {result.proposed.label}. {result.proposal.why}", table]
    return "\n".join([*lines, *_reasons(result)])


def _reasons(result: Agreement) -> list[str]:
    """Why what is undefined is so, each reason once."""
    reasons: dict[str, list[str]] = {}
    for each in result.values():
        if each.reason:
            reasons.setdefault(each.reason, []).append(each.label)
    return [f"– {', '.join(labels)}: {reason}" for reason, labels in reasons.items()]


def html_of(result: Agreement) -> str:
    """The same as a framed table."""
    heads = [
        html.Head("Metric"),
        html.Head("Value", is_number=True),
        html.Head(_intervals(result)),
        html.Head("Items", is_number=True),
        html.Head("Read as"),
    ]
    rows = [_row(each, is_proposed=each.name == result.proposal.name) for each in result.values()]
    proposed = result.proposed
    said = f"{proposed.label} {written(proposed.value)}. {result.proposal.why} {proposed.reading}"
    return html.frame(
        "Agreement",
        meta=_facts(result),
        text="\n".join([said.strip(), f"{result.overlap}.", *_reasons(result)]),
        body=_chart(result) + html.table(heads, rows, label="Agreement"),
        foot=[*result.notes, "Formulas and sources: result[name].formula, .source; result.sql"],
    )


def _chart(result: Agreement) -> str:
    """Every coefficient that has a value, the proposed one first."""
    rows = [
        Estimate(
            each.label,
            each.value,
            None if each.interval is None else each.interval.low,
            None if each.interval is None else each.interval.high,
        )
        for each in result.values()
        if each.value is not None
    ]
    return estimates(rows, "Agreement by each coefficient, with its interval", marks=_MARKS)


def _row(metric: Metric, *, is_proposed: bool) -> list[html.Cell]:
    # Without its source, which the tooltip has.
    word = metric.reading.partition(" (")[0].partition(":")[0] if metric.source else ""
    value = html.Cell(written(metric.value), "dv-num" if metric.reason == "" else "dv-num dv-none")
    return [
        html.Cell(
            metric.label,
            tooltip=f"{metric.name}: {metric.formula}. {metric.source}",
            glyph="★" if is_proposed else "",
        ),
        value,
        html.Cell(_limits(metric), tooltip=metric.interval_method),
        html.Cell(count(metric.item_count), "dv-num"),
        html.Cell(word, tooltip=f"{metric.reading} {metric.note}".strip()),
    ]


def _told(metric: Metric) -> list[tuple[str, str]]:
    interval = _limits(metric) or "none"
    if metric.interval_method:
        interval += f" ({metric.interval_method})"
    pairs = [
        ("Value", written(metric.value)),
        ("Reason", metric.reason),
        ("Interval", "" if metric.value is None else interval),
        ("Standard error", "" if metric.standard_error is None else written(metric.standard_error)),
        ("Observed", "" if metric.observed is None else written(metric.observed)),
        ("By chance", "" if metric.expected is None else written(metric.expected)),
        ("Items", count(metric.item_count)),
        ("Raters", count(metric.rater_count)),
        ("Overlap", str(metric.overlap)),
        ("Note", metric.note),
        ("Reading", metric.reading),
        ("Formula", metric.formula),
        ("Source", metric.source),
    ]
    return [(name, value) for name, value in pairs if value]


def metric_text(metric: Metric) -> str:
    """One coefficient: a line for each thing there is to say."""
    return "\n".join([metric.label, *(f"  {name}: {value}" for name, value in _told(metric))])


def metric_html(metric: Metric) -> str:
    """The same: numbers as a framed table, sentences above it."""
    told = _told(metric)
    long = [(name, value) for name, value in told if len(value) > _MOST_IN_CELL]
    rows = [
        [html.Cell(name, "dv-dim"), html.Cell(value)]
        for name, value in told
        if len(value) <= _MOST_IN_CELL
    ]
    body = html.table([html.Head("What"), html.Head("How it is")], rows, label=metric.label)
    said = "\n".join(f"{name}: {value}" for name, value in long)
    return html.frame(metric.label, text=said, body=body)
