"""What a dataset's answers say, in the user's hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, overload

from datavault_jupyter.base.checking import word_of
from datavault_jupyter.sections import Sections

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.evaluation.records import Mapping
    from datavault_jupyter.features.analytics.summary.result import Summary, SummaryBy
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.sql.rows import Rows
    from datavault_jupyter.services import Services


class DatasetAnalytics(Sections):
    """The numbers of a dataset's answers: ``ds.analytics``.

    Of a pipeline's dataset these are the single answers that count, to finished tasks unless
    ``where=`` says otherwise. Of other datasets they are its rows; where rater, item and ratings
    are is guessed, and `map` says it better.

    >>> ds = vault["penguins"]
    >>> ds.analytics.summary()["body_mass_g"].mean
    3833.3333333333335
    """

    def __init__(self, services: Services, record: DatasetRecord) -> None:
        self._services = services
        self._known = record

    @property
    def _record(self) -> DatasetRecord:
        self._known = self._services.datasets.reload(self._known)
        return self._known

    @property
    def mapping(self) -> Mapping:
        """Where the ratings are: item, rater, values …; ``is_guessed`` until `map` says it.

        >>> vault["penguins"].analytics.mapping.values
        ('species', 'body_mass_g')
        """
        return self._services.evaluation.mapping(self._record)

    def map(self, **columns: Any) -> Mapping:
        """Say where the ratings are; it is kept for everybody who looks at the dataset.

        What isn't named stays as it is. Without any argument it goes back to the guess.

        Args:
            columns: ``item=``, ``rater=``, ``values=[…]`` (long form: one row an answer),
                ``raters=[…]`` and ``value_name=`` (wide form: a column for each rater),
                ``submitted_at=``, ``seconds=``, ``first=``, ``second=``, ``winner=``.

        Raises:
            BadArgument: a column isn't there, or there is no such argument.

        >>> vault["penguins"].analytics.map(item="species", values=["body_mass_g"]).item
        'species'
        """
        from datavault_jupyter.features.analytics.evaluation.mapping import changed

        record = self._record
        if not columns:
            self._services.evaluation.map(record, None)
        else:
            self._services.evaluation.map(record, changed(self.mapping, columns))
        return self.mapping

    def set_field(
        self,
        field: str,
        *,
        kind: str | None = None,
        level: str | None = None,
        order: Sequence[Any] | None = None,
    ) -> Mapping:
        """Say how a field is read; it is kept for everybody who looks at the dataset.

        Args:
            field: Its name.
            kind: numeric, rating, boolean, select, multi_select, pairwise, ranking or text.
            level: nominal, ordinal, interval or ratio.
            order: Its values, the lowest first: the alphabet is wrong for a scale.

        Raises:
            BadArgument: there is no such field, or a word isn't one of these.
        """
        from datavault_jupyter.features.analytics.evaluation.naming import found_field
        from datavault_jupyter.features.analytics.evaluation.records import (
            FieldSetting,
            RatedKind,
        )
        from datavault_jupyter.features.analytics.records import Level

        record = self._record
        with self._services.evaluation.open(record) as answers:
            mapping, name = answers.mapping, found_field(answers.fields, field).name
        made = FieldSetting(
            name,
            word_of(RatedKind, kind, "kind") if kind else None,
            word_of(Level, level, "level") if level else None,
            tuple(map(str, order)) if order else None,
        )
        others = [each for each in mapping.fields if each.name != name]
        self._services.evaluation.map(record, replace(mapping, fields=(*others, made)))
        return self.mapping

    @overload
    def summary(
        self,
        fields: Iterable[str] | str | None = None,
        *,
        where: str | None = None,
        by: None = None,
        confidence: float = 0.95,
    ) -> Summary: ...

    @overload
    def summary(
        self,
        fields: Iterable[str] | str | None = None,
        *,
        where: str | None = None,
        by: str,
        confidence: float = 0.95,
    ) -> SummaryBy: ...

    def summary(
        self,
        fields: Iterable[str] | str | None = None,
        *,
        where: str | None = None,
        by: str | None = None,
        confidence: float = 0.95,
    ) -> Summary | SummaryBy:
        """Each field summed up by its kind.

        Args:
            fields: Only these; all by default.
            where: Only rows that meet this condition in SQL: of a pipeline's dataset, tasks.
                By default finished tasks; ``"true"`` takes all.
            by: A column to break the fields down by: ``"submitted_at"`` over time, ``"rater"`` by
                people, or any column.
            confidence: The share of intervals that hold the true value.

        Raises:
            BadArgument: a field or a column isn't there.
            BadQuery: ``where`` is no condition on the dataset's columns.

        >>> made = vault["penguins"].analytics.summary(by="species", fields=["body_mass_g"])
        >>> sorted(row["mean"] for row in made["body_mass_g"])
        [3250.0, 5000.0]
        """
        from datavault_jupyter.features.analytics.agreement.result import required_confidence
        from datavault_jupyter.features.analytics.summary.result import Summary, SummaryBy

        share = required_confidence(confidence)
        if by is None:
            return Summary(
                self._services.evaluation.evaluation(
                    self._record, where, fields=fields, confidence=share
                )
            )
        made, _ = self._services.evaluation.breakdowns(
            self._record, by, where, fields=fields, confidence=share
        )
        return SummaryBy(by, made)

    def answers(self, *, where: str | None = None) -> Rows:
        """The answers themselves, one a row: item, rater, when, how long, each field's value.

        Args:
            where: Only rows that meet this condition in SQL, as in `summary`.
        """
        return self._services.evaluation.rows(self._record, which=where)

    def sql(self, text: str, *, where: str | None = None) -> Rows:
        """What a SELECT over the table ``answers`` gives: every number here can be had so.

        Args:
            text: One SELECT.
            where: Only rows that meet this condition in SQL, as in `summary`.

        Raises:
            BadQuery: no single SELECT, or it reads something else.

        >>> vault["penguins"].analytics.sql("SELECT count(*) FROM answers").fetchall()
        [(3,)]
        """
        return self._services.evaluation.rows(self._record, text, where)


class Analysing:
    """Analytics; mixed into `Dataset`."""

    _services: Services

    @property
    def _record(self) -> DatasetRecord:
        raise NotImplementedError

    @property
    def analytics(self) -> DatasetAnalytics:
        """What its answers say: ``summary()``, ``agreement(…)``, ``comparison(…)`` …."""
        return DatasetAnalytics(self._services, self._record)
