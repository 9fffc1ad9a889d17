"""Agreement, comparison and contributors of a dataset, in the user's hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.agreement.result import Agreement
    from datavault_jupyter.features.analytics.comparison.result import PairwiseComparison
    from datavault_jupyter.features.analytics.contributors.log import ActivityLog
    from datavault_jupyter.features.analytics.contributors.result import Contributors
    from datavault_jupyter.features.analytics.evaluation.records import RatedField
    from datavault_jupyter.features.analytics.evaluation.source import Answers
    from datavault_jupyter.features.analytics.sections.service import Wish
    from datavault_jupyter.features.analytics.tables import Table
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.services import Services

_COMPARED = ("pairwise", "ranking")


class Sections:
    """What people and models are compared by; mixed into `DatasetAnalytics`."""

    _services: Services

    @property
    def _record(self) -> DatasetRecord:
        raise NotImplementedError

    def agreement(
        self,
        field: str,
        *,
        where: str | None = None,
        level: str | None = None,
        order: Sequence[Any] | None = None,
        duplicates: str = "last",
        confidence: float = 0.95,
        resamples: int = 1000,
    ) -> Agreement:
        """How far people agree on a field, by every usual coefficient; see `dv.agreement`.

        Args:
            field: Its name.
            where: Only rows that meet this condition in SQL: of a pipeline's dataset, tasks.
                By default finished tasks; ``"true"`` takes all.
            level: What distances mean: ``nominal``, ``ordinal``, ``interval`` or ``ratio``; by
                default that of the field: numbers are intervals, ratings and texts with an order
                ordinal, all else nominal.
            order: The answers there are, the lowest first; by default those of the field's scale.
            duplicates: When somebody answered an item twice: ``refuse``, or let the ``first``, the
                ``last`` or the ``mean`` answer count.
            confidence: The share of intervals that hold the true value.
            resamples: How many samples of items a bootstrap draws, where there is one.

        Raises:
            BadArgument: there is no such field, or nothing says who rated what: see `map`.

        >>> import pandas as pd
        >>> rows = [
        ...     ("a", "x", 1),
        ...     ("a", "y", 1),
        ...     ("b", "x", 2),
        ...     ("b", "y", 3),
        ...     ("c", "x", 3),
        ...     ("c", "y", 3),
        ... ]
        >>> ds = vault.import_frame(
        ...     pd.DataFrame(rows, columns=["item", "rater", "stars"]), name="rated"
        ... )
        >>> found = ds.analytics.agreement("stars", level="ordinal")
        >>> round(found["krippendorff_alpha"].value, 3), found.overlap.item_count
        (0.778, 3)
        """
        from datavault_jupyter.features.analytics.sections.ratings import Asked

        asked = Asked(level, order, duplicates, confidence, resamples)
        return self._services.sections.agreement(self._wish(where), field, asked)

    def contributors(self, field: str | None = None, *, where: str | None = None) -> Contributors:
        """Who answered: how much, how fast, how, and in how far as others do.

        Args:
            field: The field of ``over_time`` and of agreement with others; by default the first
                with numbers.
            where: Only rows that meet this condition in SQL, as in `agreement`.

        Raises:
            BadArgument: there is no such field, or nothing says who answered: see `map`.

        >>> import pandas as pd
        >>> rows = [("a", "x", 1), ("a", "y", 1), ("b", "x", 2), ("b", "y", 3), ("c", "x", 3)]
        >>> ds = vault.import_frame(
        ...     pd.DataFrame(rows, columns=["item", "rater", "stars"]), name="rated"
        ... )
        >>> [(row["contributor"], row["answers"]) for row in ds.analytics.contributors()]
        [('x', 3), ('y', 2)]
        """
        from datavault_jupyter.features.analytics.contributors.result import result_of

        return result_of(self._services.sections.contributors(self._wish(where), field or ""))

    def comparison(
        self,
        field: str | None = None,
        *,
        by: str | None = None,
        first: str | None = None,
        second: str | None = None,
        where: str | None = None,
        confidence: float = 0.95,
    ) -> PairwiseComparison | Table:
        """Which of several is better: of a pairwise field who wins, of a ranking who ranks first.

        Args:
            field: Its name; by default the only pairwise field, or the only ranking.
            by: Compare any field by the values of this column instead, each with each.
            first: Of a pairwise field: the column of what was shown first, such as ``model_a``; by
                default it is guessed, and where no column fits, the two places are compared.
            second: The column of what was shown second.
            where: Only rows that meet this condition in SQL, as in `agreement`.
            confidence: The share of intervals that hold the true value.

        Raises:
            BadArgument: there is no such field or column, or nothing to compare.

        >>> made = vault["penguins"].analytics.comparison("body_mass_g", by="species")
        >>> made[0]["first"], made[0]["second"], made[0]["difference"]
        ('Adelie', 'Gentoo', -1750.0)
        """
        from datavault_jupyter.features.analytics.agreement.result import required_confidence
        from datavault_jupyter.features.analytics.evaluation.naming import found_column
        from datavault_jupyter.features.analytics.sections import comparing

        required_confidence(confidence)
        service = self._services.sections
        with service.opened(self._wish(where)) as answers:
            rated = _compared(answers, field, by)
            if by is not None:
                column = found_column(answers.fields, answers.given, by)
                return comparing.by_group(answers, rated, column, confidence)
            if rated.kind == "ranking":
                return comparing.ranking(answers, rated, confidence)
            pair = service.pair(answers, first or "", second or "")
            return comparing.pairwise(answers, rated, pair, confidence)

    def activity(self) -> ActivityLog:
        """Who did what when in the pipeline: claims, answers, reviews; ``.df()``, ``.to_csv(…)``.

        Raises:
            PipelineNotFound: no pipeline fills the dataset.

        >>> import datavault_jupyter as dv
        >>> rate = dv.Subtask("rate", fields=[dv.Field("stars", "rating")])
        >>> pipeline = vault.pipelines.create("Stars", nodes=[rate]).activate()
        >>> _ = pipeline.add_tasks([{}])
        >>> pipeline.claim(contributor="ann")[0].submit({"stars": 4})
        >>> [(row[1], row[2]) for row in pipeline.dataset.analytics.activity().fetchall()]
        [('ann', 'claim'), ('ann', 'submit')]
        """
        return self._services.sections.activity(self._record)

    def _wish(self, where: str | None) -> Wish:
        from datavault_jupyter.features.analytics.sections.service import Wish

        return Wish(self._record, where)


def _compared(answers: Answers, name: str | None, by: str | None) -> RatedField:
    if name is not None:
        found = answers.field_named(name)
        if by is None and found.kind not in _COMPARED:
            raise BadArgument(
                f"{found.name!r} is neither a pairwise field nor a ranking.",
                hint="Compare it by a column: comparison(field, by=…).",
                field="field",
            )
        return found
    for kind in _COMPARED:
        fitting = [each for each in answers.fields if each.kind == kind]
        if len(fitting) == 1 and by is None:
            return fitting[0]
    raise BadArgument(
        "Say which field is compared.",
        hint=f"Fields: {', '.join(each.name for each in answers.fields[:20])}.",
        field="field",
    )
