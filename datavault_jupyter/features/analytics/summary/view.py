"""What summaries look like without scripts: a table with small charts, and plain text."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.base.wording import count
from datavault_jupyter.display import html, text
from datavault_jupyter.features.analytics.evaluation.wire import Evaluation
from datavault_jupyter.features.analytics.summary.wire import Block, Breakdown
from datavault_jupyter.features.analytics.tables import written

_WIDE, _HIGH = 132, 22
_FEW = 6
_MOST_ROWS = 30


def percent(share: float) -> str:
    """A share as people read it.

    >>> percent(0.8549), percent(1)
    ('85.5%', '100.0%')
    """
    return f"{share * 100:.1f}%"


def answer_of(block: Block) -> str:
    """The number that answers first."""
    if block.reason:
        return block.reason
    if block.rate is not None:
        names = [each.label for each in block.categories if each.value == "true"]
        return f"{percent(block.rate)} {names[0] if names else 'yes'}"
    if block.mean is not None:
        unit = f" {block.unit}" if block.unit else ""
        return f"{written(block.mean)}{unit} on average"
    if block.options:
        best = block.options[0]
        return f"{best.option} first (mean rank {best.mean_rank:.2f})"
    if block.categories:
        most = max(block.categories, key=lambda each: each.count)
        return f"{most.label} most often ({percent(most.share)})"
    return f"{block.low} to {block.high}"


def facts_of(block: Block) -> str:
    """What else there is to say."""
    said = []
    if block.median is not None:
        said.append(f"median {_short(block.median)}")
    if block.sd is not None:
        said.append(f"sd {_short(block.sd)}")
    if block.interval_low is not None and block.interval_high is not None:
        ends = (block.interval_low, block.interval_high)
        shown = [percent(each) if block.rate is not None else _short(each) for each in ends]
        said.append(f"interval {shown[0]} to {shown[1]}")
    if block.position is not None:
        said.append(f"first wins {percent(block.position.share)} of decided pairs")
    if not block.mean and block.categories and block.rate is None:
        frequent = block.categories if block.is_scale else block.categories[:_FEW]
        said += [f"{each.label} {each.count:,}" for each in frequent[:_FEW]]
    return ", ".join([*said, *block.notes])


def _short(number: float) -> str:
    return f"{number:.4g}"


def bars_of(counts: Sequence[int], label: str) -> str:
    """A small chart of bars; colours are those of the text around it."""
    most = max(counts, default=0)
    if not most:
        return ""
    step = _WIDE / len(counts)
    wide = max(step - (2 if step > 5 else 0.5), 0.5)
    highs = [max(number / most * _HIGH, 1 if number else 0) for number in counts]
    shapes = "".join(
        f'<rect x="{at * step:.1f}" y="{_HIGH - high:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'
        for at, high in enumerate(highs)
    )
    return (
        f'<svg width="{_WIDE}" height="{_HIGH}" role="img" aria-label="{html.escape(label)}" '
        f'fill="currentColor" fill-opacity=".45" style="display:block">{shapes}</svg>'
    )


def chart_of(block: Block) -> str:
    """The distribution of a field."""
    counts = [each.count for each in (block.categories or block.bins)]
    if block.options:
        counts = [each.first_count for each in block.options]
    return bars_of(counts[:60], f"Distribution of {block.title}")


def _counts(found: Evaluation) -> list[str]:
    said = [count(found.answer_count, "row" if found.noun == "row" else "answer")]
    if found.item_count is not None:
        said.append(count(found.item_count, found.noun))
    if found.rater_count is not None:
        said.append(count(found.rater_count, "contributor"))
    # "rows" alone would say nothing that the count doesn't.
    return [*said, *([found.words] if " " in found.words else [])]


def summary_text(found: Evaluation) -> str:
    """A line for each field."""
    rows = [
        (each.field, each.kind, f"{each.count:,}", f"{each.missing_count:,}", answer_of(each),
         facts_of(each))
        for each in found.blocks
    ]  # fmt: skip
    heads = ["field", "kind", "count", "missing", "", ""]
    numbers = [False, False, True, True, False, False]
    lines = [f"Summary: {', '.join(_counts(found))}"]
    lines.append(text.table(heads, rows, numbers=numbers) if rows else "Nothing to sum up.")
    return "\n".join(lines)


def summary_html(found: Evaluation) -> str:
    """The same as a framed table with small charts."""
    body = _table(found.blocks, "Summary")
    note = "" if found.blocks else "Nothing to sum up: choose columns with ds.analytics.map(…)."
    return html.frame(
        "Summary", meta=_counts(found), text=note, body=body,
        foot=["SQL: summary.sql; one field: summary[name]"] if found.blocks else [],
    )  # fmt: skip


def _table(blocks: Sequence[Block], label: str) -> str:
    if not blocks:
        return ""
    names = ("Field", "Answers", "Missing", "Distribution", "", "")
    numbers = ("Answers", "Missing")
    top = "".join(
        f'<th scope="col"{_numeric(name in numbers)}>{html.escape(name)}</th>' for name in names
    )
    rows = "".join(
        f'<tr><td title="{html.escape(each.kind)}">{html.escape(each.title)}</td>'
        f'<td class="dv-num">{each.count:,}</td><td class="dv-num">{each.missing_count:,}</td>'
        f"<td>{chart_of(each)}</td><td>{html.escape(answer_of(each))}</td>"
        f'<td class="dv-dim">{html.escape(facts_of(each))}</td></tr>'
        for each in blocks
    )
    return (
        f'<div class="dv-scroll"><table aria-label="{html.escape(label)}">'
        f"<thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _numeric(is_number: bool) -> str:  # noqa: FBT001 - of a head
    return ' class="dv-num"' if is_number else ""


def block_text(block: Block) -> str:
    """One field: its numbers, then its values."""
    lines = [
        f"{block.title} ({block.kind}): {answer_of(block)}",
        f"{count(block.count, 'answer')}, {block.missing_count:,} missing",
    ]
    if facts := facts_of(block):
        lines.append(facts)
    rows = [(each.label, f"{each.count:,}", percent(each.share)) for each in block.categories]
    rows += [(f"{each.low} to {each.high}", f"{each.count:,}", "") for each in block.bins]
    if rows and not block.reason:
        lines.append(text.table(["value", "count", ""], rows[:_MOST_ROWS],
                                numbers=[False, True, True]))  # fmt: skip
    return "\n".join(lines)


def block_html(block: Block) -> str:
    """The same, framed."""
    return html.frame(
        block.title,
        meta=[block.kind, count(block.count, "answer"), f"{block.missing_count:,} missing"],
        body=_table([block], block.title),
        foot=[block.interval_method] if block.interval_method else [],
    )


def breakdown_html(made: Breakdown) -> str:
    """A field by a column: a bar for each group's number."""
    from datavault_jupyter.features.analytics.summary.result import group_table

    table = group_table(made)
    values = [row.value if row.value is not None else 0.0 for row in made.rows]
    chart = ""
    if made.measure != "shares" and len(values) > 1 and min(values) >= 0:
        scaled = [round(value / (max(values) or 1) * 1_000) for value in values]
        label = f"{made.measure} of {made.field} by {made.span or made.by}"
        chart = f'<div style="padding:0 16px 10px">{bars_of(scaled[:60], label)}</div>'
    return html.frame(table.title, body=chart + table.body(), foot=list(table.notes))
