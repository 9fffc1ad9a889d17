"""The sections of the analytics tab: agreement, comparison, contributors."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.analytics.comparison.wire import ComparisonTable, GroupTable
from datavault_jupyter.features.analytics.contributors import measuring
from datavault_jupyter.features.analytics.contributors import queries as contributors
from datavault_jupyter.features.analytics.contributors.log import ActivityLog
from datavault_jupyter.features.analytics.evaluation.describing import noun_of
from datavault_jupyter.features.analytics.evaluation.naming import found_column
from datavault_jupyter.features.analytics.evaluation.records import (
    GivenColumn,
    Mapping,
    RatedField,
    RatedKind,
)
from datavault_jupyter.features.analytics.sections import agreeing, behind, comparing, queries
from datavault_jupyter.features.analytics.sections.args import RowsFilter
from datavault_jupyter.features.analytics.sections.ratings import (
    AGREED_ON,
    Asked,
    KnownRatings,
    read,
)
from datavault_jupyter.features.analytics.sections.wire import (
    AgreementDetail,
    AgreementMatrix,
    AgreementTable,
    Disagreements,
)
from datavault_jupyter.features.content.grounds import grounds_of
from datavault_jupyter.features.content.records import Cancels, ContentQuery
from datavault_jupyter.features.content.views import Views
from datavault_jupyter.features.pipelines.activity.service import ActivityService

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.agreement.result import Agreement
    from datavault_jupyter.features.analytics.contributors.wire import ContributorTable
    from datavault_jupyter.features.analytics.evaluation.source import Answers, AnswerSources
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.datasets.service import DatasetService
    from datavault_jupyter.storage.store import Store

_MOST_GIVEN = 60
_RESOLVED_KINDS = (
    RatedKind.RATING, RatedKind.BOOLEAN, RatedKind.SELECT, RatedKind.MULTI_SELECT,
    RatedKind.PAIRWISE,
)  # fmt: skip
_OWN = ("status", "created_at", "task_id")


@dataclass(frozen=True)
class Wish:
    """Which answers are looked at.

    Attributes:
        record: The dataset.
        which: Which rows: a condition in SQL or a view of the grid; None for the usual ones.
        mapping: Where the answers are; None for what is kept or guessed.
        cancels: How the question can be withdrawn.
    """

    record: DatasetRecord
    which: ContentQuery | str | None = None
    mapping: Mapping | None = None
    cancels: Cancels | None = None


class SectionService:
    """Agreement, comparison and contributors of datasets.

    Args:
        store: The vault.
        policy: What the actor may do.
        datasets: Datasets by id.
        sources: Opens answers, and asks for permission.
        activity: What happened in pipelines.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        datasets: DatasetService,
        *,
        sources: AnswerSources,
        activity: ActivityService,
    ) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets
        self._sources = sources
        self._activity = activity
        self._known = store.engine.companion(KnownRatings, KnownRatings)
        self._views = store.engine.companion(Views, lambda: Views(store.engine))

    @contextlib.contextmanager
    def _opened(self, wish: Wish) -> Iterator[Answers]:
        self._policy.require(Action.DATASET_VIEW, wish.record.place)
        with self._sources.open(
            wish.record, wish.which, wish.mapping, cancels=wish.cancels
        ) as answers:
            yield answers

    @contextlib.contextmanager
    def _ratings(
        self, wish: Wish, answers: Answers, rated: RatedField
    ) -> Iterator[tuple[Agreement, tuple[str, ...]]]:
        key = f"{wish.record.id} {answers.fingerprint} {wish.which!r} {answers.mapping!r} {rated!r}"
        with self._known.using(key, lambda: read(answers, rated, Asked())) as found:
            yield found

    def agreement(self, wish: Wish, name: str, asked: Asked) -> Agreement:
        """How far raters agree on a field, by every coefficient.

        Raises:
            BadArgument: there is no such field, or nothing says who rated what.
        """
        with self._opened(wish) as answers:
            return read(answers, answers.field_named(name), asked)[0]

    def table(self, wish: Wish) -> AgreementTable:
        """Every field on which people can agree, each by the coefficient that fits it."""
        with self._opened(wish) as answers:
            noun, rows = noun_of(answers), []
            for each in _agreed_on(answers):
                with self._ratings(wish, answers, each) as (found, notes):
                    rows.append(agreeing.row_of(each, found, notes, noun))
            return AgreementTable(tuple(rows), noun, 0.95)

    def matrix(self, wish: Wish, name: str) -> AgreementMatrix:
        """Who agrees with whom on a field."""
        with self._opened(wish) as answers:
            rated = answers.field_named(name)
            rows = answers.run.rows(queries.raters_by_answers(agreeing.MOST_SHOWN * 4))
            busiest = [str(row[0]) for row in rows]
            with self._ratings(wish, answers, rated) as (found, _):
                return agreeing.matrix_of(rated, found, busiest, answers.people(busiest))

    def disagreed(self, wish: Wish, name: str, limit: int) -> Disagreements:
        """The items that people disagree on most, with the answers side by side."""
        with self._opened(wish) as answers:
            rated = answers.field_named(name)
            with self._ratings(wish, answers, rated) as (found, _):
                bare = agreeing.disagreed_of(found, limit, {}, {})
                items = [each.item for each in bare]
                raters = {side.rater for each in bare for side in each.answers}
                rows = answers.run.rows(queries.places_of(items, _label(answers.given)))
                places = {row[0]: (row[1], row[2]) for row in rows}
                made = agreeing.disagreed_of(found, limit, answers.people(list(raters)), places)
            reason = "" if made else "No item has answers that differ."
            return Disagreements(rated.name, made, reason)

    def detail(self, wish: Wish, name: str) -> AgreementDetail:
        """All coefficients of a field, its single answers, and who pulls agreement down."""
        with self._opened(wish) as answers:
            rated = answers.field_named(name)
            with self._ratings(wish, answers, rated) as (found, _):
                names = [str(each) for each in found._ratings.named("raters")]  # noqa: SLF001 - one feature
                return agreeing.detail_of(rated, found, answers.people(names[:500]))

    def contributors(self, wish: Wish, main: str = "") -> ContributorTable:
        """Who answered: how much, how fast, how, and in how far as others do.

        Args:
            wish: Which answers.
            main: The field of trend and agreement; the first that fits by default.

        Raises:
            BadArgument: there is no such field, or nothing says who rated.
        """
        with self._opened(wish) as answers:
            if answers.counts.raters is None:
                raise BadArgument(
                    "Nothing says who answered.", hint="Choose the column of the rater.",
                    field="mapping",
                )  # fmt: skip
            fields = [each for each in answers.fields if each.kind is not RatedKind.TIME]
            rated = answers.field_named(main) if main else _main(fields)
            beside = self._beside(wish, answers, rated)
            if rated is None or rated.kind not in AGREED_ON or answers.counts.items is None:
                return measuring.measured(answers.cursor, fields, rated, None, beside)
            with self._ratings(wish, answers, rated) as (found, _):
                ratings = found._ratings  # noqa: SLF001 - one feature
                return measuring.measured(answers.cursor, fields, rated, ratings, beside)

    def _beside(self, wish: Wish, answers: Answers, rated: RatedField | None) -> measuring.Beside:
        rows = answers.run.rows(queries.raters_by_answers(measuring.MOST_ROWS))
        names = answers.people([str(row[0]) for row in rows])
        if answers.pipeline is None:
            has_time = answers.mapping.seconds is not None
            return measuring.Beside(names, time=measuring.GIVEN if has_time else "")
        judged, reviews = self._activity.verdicts(wish.record)
        return measuring.Beside(
            names=names,
            judged={name: (each.count, each.passed_count) for name, each in judged.items()},
            reviews=(reviews.task_count, reviews.passed_count, reviews.verdict_count),
            resolved=self._resolved(wish.record, answers, rated),
            noun="task",
            time=measuring.CLAIMED,
        )

    def _resolved(
        self, record: DatasetRecord, answers: Answers, rated: RatedField | None
    ) -> dict[str, tuple[int, int]]:
        """How often each contributor's answer is what the task came to."""
        if rated is None or rated.kind not in _RESOLVED_KINDS:
            return {}
        grounds = grounds_of(self._store, self._datasets, record)
        by_name = {each.name: each for each in grounds.columns}
        item, column = by_name.get("task_id"), by_name.get(rated.name)
        # A mean of whole numbers is nobody's answer.
        if item is None or column is None or column.type != rated.type:
            return {}
        with self._views.source(grounds) as source:
            scan = queries.resolved(source.scan, item, source.value(item), source.value(column))
            answers.run.rows(contributors.take_resolved(scan))
        found = answers.run.rows(contributors.as_resolved(rated.column))
        return {str(rater): (number, same) for rater, number, same in found}

    def comparison(
        self, wish: Wish, first: str = "", second: str = "", method: str = comparing.BRADLEY_TERRY
    ) -> ComparisonTable:
        """Who wins on pairwise fields, and who ranks first on ranking fields.

        Args:
            wish: Which answers.
            first: The column of what was shown first; guessed by default.
            second: The same of the second.
            method: Of strengths: bradley_terry, davidson or elo.

        Raises:
            BadArgument: a column isn't there, or another method.
        """
        comparing.require_method(method)
        with self._opened(wish) as answers:
            columns, counts = _few(answers)
            pair = _pair(answers, columns, counts, first, second)
            names = [each.name for each in columns]
            duels, ranks, reasons = [], [], []
            for each in answers.fields:
                try:
                    if each.kind is RatedKind.PAIRWISE:
                        found = comparing.pairwise(answers, each, pair)
                        duels.append(comparing.pairwise_table(each, pair, found, names, method))
                    elif each.kind is RatedKind.RANKING:
                        ranked = comparing.ranking(answers, each)
                        ranks.append(comparing.rank_table(each, ranked))
                except BadArgument as error:
                    reasons.append(f"{each.title}: {error.message} {error.hint}".strip())
            return ComparisonTable(tuple(duels), tuple(ranks), tuple(names), tuple(reasons))

    def groups(self, wish: Wish, field: str, group: str) -> GroupTable:
        """A field of each value of a column against each other."""
        with self._opened(wish) as answers:
            rated = answers.field_named(field)
            by = found_column(answers.fields, answers.given, group)
            found = comparing.by_group(answers, rated, by)
            return comparing.group_table(rated, by, found)

    @contextlib.contextmanager
    def opened(self, wish: Wish) -> Iterator[Answers]:
        """The answers themselves, for comparisons in Python."""
        with self._opened(wish) as answers:
            yield answers

    def pair(
        self, answers: Answers, first: str = "", second: str = ""
    ) -> tuple[GivenColumn, GivenColumn] | None:
        """The columns of what was shown first and second."""
        columns, counts = _few(answers)
        return _pair(answers, columns, counts, first, second)

    def behind(self, wish: Wish, raters: Sequence[str], items: Sequence[str]) -> RowsFilter:
        """What the grid has to be filtered by to show the rows behind a number."""
        with self._opened(wish) as answers:
            return behind.rows_behind(answers, wish.which, raters, items)

    def activity(self, record: DatasetRecord) -> ActivityLog:
        """Who did what when, oldest first."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        return self._activity.log(record, ActivityLog)


def _agreed_on(answers: Answers) -> list[RatedField]:
    return [each for each in answers.fields if each.kind in AGREED_ON]


def _main(fields: Sequence[RatedField]) -> RatedField | None:
    """The first field of numbers, else one with a rate, else one on which people can agree."""
    rates = [each for each in fields if contributors.number_of(each)]
    numbers = [each for each in rates if each.kind in (RatedKind.NUMERIC, RatedKind.RATING)]
    agreed = [each for each in (*numbers, *rates, *fields) if each.kind in AGREED_ON]
    return next(iter([*agreed, *rates]), None)


def _label(given: Sequence[GivenColumn]) -> GivenColumn | None:
    """The text that tells what an item is about."""
    texts = [each for each in given if each.type == "VARCHAR" and each.name not in _OWN]
    return texts[0] if texts else None


def _few(answers: Answers) -> tuple[list[GivenColumn], list[int]]:
    """The columns with few different values, and how many those are."""
    given = [each for each in answers.given if each.name not in _OWN][:_MOST_GIVEN]
    if not given:
        return [], []
    counts = answers.run.row(queries.value_counts(given))
    found = [
        (each, number)
        for each, number in zip(given, counts, strict=True)
        if 1 <= number <= comparing.MOST_GROUPS
    ]
    return [each for each, _ in found], [number for _, number in found]


def _pair(
    answers: Answers, columns: Sequence[GivenColumn], counts: Sequence[int], first: str, second: str
) -> tuple[GivenColumn, GivenColumn] | None:
    first = first or answers.mapping.first or ""
    second = second or answers.mapping.second or ""
    if not first and not second:
        return comparing.guessed(columns, counts)
    by_name = {each.name: each for each in answers.given}
    for name in (first, second):
        if name not in by_name:
            raise BadArgument(
                f"There is no column {name!r} to compare by.",
                hint="Name both columns, of what was shown first and second.",
                field="first" if name == first else "second",
            )
    return by_name[first], by_name[second]
