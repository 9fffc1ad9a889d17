"""What numbers of agreement mean, in words for people who don't know the coefficient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.wording import count
from datavault_jupyter.features.analytics.records import Level

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.agreement.result import Metric
    from datavault_jupyter.features.analytics.records import Overlap

# From the highest down: at least so much, what people do, and what that is good for.
_STEPS = (
    (0.8, "agree closely", "Reliable enough to draw conclusions from."),
    (
        0.67,
        "agree well enough for tentative conclusions",
        "Good enough to compare on average; look at single cases twice.",
    ),
    (
        0.4,
        "agree clearly more than by chance, but not closely",
        "Good enough to compare on average; too weak to rest on a single answer.",
    ),
    (
        0.2,
        "agree little",
        "Look at the most disagreed items, and make the instructions clearer.",
    ),
    (0.0, "agree hardly more than by chance", "Don't rest anything on these answers yet."),
    (
        float("-inf"),
        "agree less than by chance",
        "They may read the question in opposite ways: look at the most disagreed items.",
    ),
)
_SYMBOLS = {
    "krippendorff_alpha": "α",
    "cohen_kappa": "κ",
    "cohen_kappa_quadratic": "κ",
    "fleiss_kappa": "κ",
    "gwet_ac1": "AC1",
    "icc_2_1": "ICC",
}
_LEVELS = {
    Level.NOMINAL: "categories without order",
    Level.ORDINAL: "ordered values",
    Level.INTERVAL: "numbers",
    Level.RATIO: "numbers with a zero",
}
_MUCH, _LOW, _COMMON = 0.7, 0.4, 0.75


def symbol(name: str) -> str:
    """The sign of a coefficient, as a column's head has it.

    >>> symbol("krippendorff_alpha"), symbol("light_kappa")
    ('α', 'light_kappa')
    """
    return _SYMBOLS.get(name, name)


def meaning(value: float | None, reason: str, people: int) -> str:
    """What a coefficient says, in one or two sentences; the reason where it says nothing.

    >>> meaning(0.55, "", 6)
    'People agree clearly more than by chance, but not closely. Good enough to compare on average; too weak to rest on a single answer.'
    >>> meaning(None, "No item has two ratings.", 1)
    'Undefined: No item has two ratings.'
    """  # noqa: E501 - what it says is a line
    if value is None:
        return f"Undefined: {reason}"
    _, do, use = next(each for each in _STEPS if value >= each[0])
    who = "Both" if people == 2 else "People"
    return f"{who} {do}. {use}"


def ground(metric: Metric, level: Level, noun: str = "item") -> str:
    """On what a coefficient stands: its name and scale, the overlap, the pairs."""
    return f"{metric.label} for {_LEVELS[level]}. {covered(metric.overlap, noun)}"


def covered(overlap: Overlap, noun: str = "item") -> str:
    """How much the raters' work overlaps.

    >>> from datavault_jupyter.features.analytics.records import Overlap
    >>> covered(Overlap(412, 0, 1236, 3.0, 3, 3), "task")
    '412 tasks with 3 answers each, 1,236 pairs.'
    >>> covered(Overlap(2, 1, 4, 5 / 3, 1, 3))
    '2 of 3 items have 2 or more answers (1 to 3 each), 4 pairs.'
    >>> covered(Overlap(0, 5, 0, 1.0, 1, 1), "task")
    'None of 5 tasks has 2 or more answers.'
    """
    whole = overlap.item_count + overlap.single_count
    pairs = count(overlap.pair_count, "pair")
    if not overlap.item_count:
        return f"None of {count(whole, noun)} has 2 or more answers."
    if overlap.fewest_ratings == overlap.most_ratings:
        return f"{count(whole, noun)} with {overlap.most_ratings:,} answers each, {pairs}."
    span = f"{overlap.fewest_ratings:,} to {overlap.most_ratings:,} each"
    if not overlap.single_count:
        return f"{count(whole, noun)} with {span.replace(' each', ' answers each')}, {pairs}."
    return (
        f"{overlap.item_count:,} of {count(whole, noun)} have 2 or more answers ({span}), {pairs}."
    )


def prevalence(
    name: str, agree: float | None, value: float | None, answers: Sequence[tuple[Any, float]]
) -> str:
    """Why answers that agree often can score low: nearly all are the same one; "" where not.

    Feinstein and Cicchetti (1990, Journal of Clinical Epidemiology 43, 543-549).

    Args:
        name: Of the field.
        agree: The share of pairs that agree.
        value: The coefficient.
        answers: The answers with their shares.

    >>> prevalence("accurate", 0.798, 0.18, [(True, 0.855), (False, 0.145)])
    'accurate agrees often yet scores low, since 86% of answers are “yes”: that much agreement comes by luck.'
    >>> prevalence("accurate", 0.798, 0.6, [(True, 0.855)])
    ''
    """  # noqa: E501 - what it says is a line
    if agree is None or value is None or not answers:
        return ""
    most, share = max(answers, key=lambda each: each[1])
    if agree < _MUCH or value >= _LOW or share < _COMMON:
        return ""
    return (
        f"{name} agrees often yet scores low, since {share:.0%} of answers are “{said(most)}”: "
        "that much agreement comes by luck."
    )


def said(value: Any) -> str:
    """An answer as people read it.

    >>> said(True), said(4.0), said(["a", "b"]), said(None)
    ('yes', '4', 'a, b', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list | tuple):
        return ", ".join(said(each) for each in value)
    return str(value)
