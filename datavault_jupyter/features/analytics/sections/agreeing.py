"""Agreement as the tab shows it: numbers with their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.analytics.agreement.looking import of_each_pair
from datavault_jupyter.features.analytics.agreement.weighted import has_places
from datavault_jupyter.features.analytics.evaluation.records import RatedField
from datavault_jupyter.features.analytics.records import Level
from datavault_jupyter.features.analytics.sections import words
from datavault_jupyter.features.analytics.sections.wire import (
    AgreementDetail,
    AgreementMatrix,
    AnswerAgreement,
    Coefficient,
    DisagreedItem,
    FieldAgreement,
    PairAgreement,
    RaterName,
    SideAnswer,
    WithoutRater,
)

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.agreement.result import Agreement

MOST_SHOWN = 16
_MOST_LEFT_OUT = 40
_MOST_ANSWERS = 100
_WEIGHTED = (
    "κ = 1 − mean (x − y)² / (var x + var y + (mean x − mean y)²), Cohen's κ with quadratic "
    "weights (Cohen 1968; Fleiss and Cohen 1973)"
)
_PLAIN = "κ = (p_o − p_e) / (1 − p_e) (Cohen 1960)"


def row_of(
    rated: RatedField, found: Agreement, notes: tuple[str, ...], noun: str
) -> FieldAgreement:
    """One field's line of the table."""
    metric, agreed = found.proposed, found["percent_agreement_pairwise"]
    overlap = found.overlap
    low, high = metric.interval or (None, None)
    answers = _shares(found) if found.level is Level.NOMINAL else []
    return FieldAgreement(
        field=rated.name,
        title=rated.title,
        kind=rated.kind.value,
        level=found.level.value,
        metric=metric.name,
        label=metric.label,
        symbol=words.symbol(metric.name),
        agree=agreed.value,
        value=metric.value,
        reason=metric.reason,
        low=low,
        high=high,
        why=found.proposal.why,
        meaning=words.meaning(metric.value, metric.reason, found.rater_count),
        ground=words.ground(metric, found.level, noun),
        source=metric.source,
        remark=words.prevalence(rated.name, agreed.value, metric.value, answers),
        item_count=overlap.item_count,
        single_count=overlap.single_count,
        pair_count=overlap.pair_count,
        fewest=overlap.fewest_ratings,
        most=overlap.most_ratings,
        rater_count=found.rater_count,
        notes=(*found.notes, *notes),
        formula=f"{metric.label}: {metric.formula}. {metric.source}.",
        sql=found.sql,
    )


def _shares(found: Agreement) -> list[tuple[Any, float]]:
    table = found.by_category
    return [(row["answer"], row["share"]) for row in table]


def matrix_of(
    rated: RatedField, found: Agreement, busiest: Sequence[str], names: Mapping[str, str]
) -> AgreementMatrix:
    """Who agrees with whom, of those with the most answers."""
    ratings = found._ratings  # noqa: SLF001 - one feature
    is_weighted = found.level is not Level.NOMINAL and has_places(ratings)
    label = "weighted κ" if is_weighted else "Cohen’s κ"
    known = {str(name): at for at, name in enumerate(ratings.named("raters"))}
    shown = [name for name in busiest if name in known][:MOST_SHOWN]
    place = {known[name]: at for at, name in enumerate(shown)}
    reason = "" if len(known) > 1 else "One person answered: nobody to agree with."
    pairs: list[PairAgreement] = []
    if not reason:
        try:
            pairs = _pairs(of_each_pair(ratings, is_weighted=is_weighted), place)
        except BadArgument as error:
            reason = error.message
    if not pairs and not reason:
        reason = "No two people answered the same thing."
    return AgreementMatrix(
        field=rated.name,
        label=label,
        raters=tuple(RaterName(name, names.get(name, name)) for name in shown),
        rater_count=found.rater_count,
        pairs=tuple(pairs),
        sql=found.sql,
        formula=_WEIGHTED if is_weighted else _PLAIN,
        reason=reason,
    )


def _pairs(found: Any, place: Mapping[int, int]) -> list[PairAgreement]:
    made = []
    for one, other, number, agree, kappa in zip(
        found.one.tolist(), found.other.tolist(), found.n.tolist(), found.agreement.tolist(),
        found.kappa.tolist(), strict=True,
    ):  # fmt: skip
        if one in place and other in place:
            value = None if np.isnan(kappa) else kappa
            made.append(PairAgreement(place[one], place[other], int(number), agree, value))
    return made


def disagreed_of(
    found: Agreement,
    limit: int,
    names: Mapping[str, str],
    places: Mapping[str, tuple[int | None, str | None]],
) -> tuple[DisagreedItem, ...]:
    """The most disagreed items with their answers side by side.

    Args:
        found: The agreement.
        limit: At most so many.
        names: What raters are called.
        places: The row and the text of each item.
    """
    table = found.disagreed(limit)
    raters = table.columns[3:]
    made = []
    for row in table.rows:
        item, _, apart, *values = row
        place, label = places.get(str(item), (None, None))
        sides = tuple(
            SideAnswer(names.get(rater, rater), words.said(value))
            for rater, value in zip(raters, values, strict=True)
            if value is not None
        )
        made.append(DisagreedItem(str(item), place, label or "", apart, sides))
    return tuple(made)


def detail_of(rated: RatedField, found: Agreement, names: Mapping[str, str]) -> AgreementDetail:
    """All coefficients, the single answers, and who pulls agreement down."""
    return AgreementDetail(
        field=rated.name,
        coefficients=tuple(
            Coefficient(
                each.name, each.label, each.value, each.reason,
                each.interval.low if each.interval else None,
                each.interval.high if each.interval else None,
                each.interval_method, each.item_count, each.reading, each.note, each.formula,
                each.source,
            )
            for each in found.values()
        ),
        answers=tuple(
            AnswerAgreement(
                words.said(row["answer"]), row["ratings"], row["share"], row["agreement"],
                row["kappa"],
            )
            for row in list(found.by_category)[:_MOST_ANSWERS]
        ),
        without=_without(found, names),
        sql=found.sql,
    )  # fmt: skip


def _without(found: Agreement, names: Mapping[str, str]) -> tuple[WithoutRater, ...]:
    if not 2 < found.rater_count <= _MOST_LEFT_OUT:
        return ()
    table = found.leave_one_out()
    return tuple(
        WithoutRater(
            names.get(str(rater), str(rater)), number, value, change, reason or ""
        )
        for rater, number, value, change, reason in table.rows
    )  # fmt: skip
