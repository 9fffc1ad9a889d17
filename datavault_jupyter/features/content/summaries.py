"""What column headers show: counted once for all rows, and again for those a filter keeps.

All rows of a version never change, so what is said of them is kept. The distinct count is a sketch
first; where it is small, the values are counted exactly, and the most frequent ones come with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from datavault_jupyter.base.known import Known
from datavault_jupyter.features.content import queries
from datavault_jupyter.features.content.grounds import Grounds, Source, lasting
from datavault_jupyter.features.content.histograms import Bars, bars
from datavault_jupyter.features.content.records import (
    PAGE_CHARACTERS,
    Bin,
    ColumnKind,
    ContentQuery,
    Summary,
    ValueCount,
    Values,
)
from datavault_jupyter.features.content.running import Run
from datavault_jupyter.features.content.shaping import kind_of
from datavault_jupyter.features.content.views import Views, is_whole
from datavault_jupyter.storage.columns import Column
from datavault_jupyter.storage.filters import Filter, Op, joined
from datavault_jupyter.storage.sql import Sql

# With fewer different values than this they are counted one by one.
_FEW = 5_000
# Integers are measures unless they have this few different values.
_FEW_INTEGERS = 1_000
_TOP = 12
_MOST_KEPT = 4_096
_ALL = Sql("true")
_LISTED = (ColumnKind.TEXT, ColumnKind.BOOLEAN, ColumnKind.UUID)
_IN_STEPS = (
    ColumnKind.INTEGER, ColumnKind.NUMBER, ColumnKind.DECIMAL, ColumnKind.DATE,
    ColumnKind.TIMESTAMP,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Whole:
    """A column of all rows: its summary, and how it was cut into bars."""

    summary: Summary
    low: str | None
    high: str | None


class Summaries:
    """Summarises columns.

    Args:
        views: How the rows are read.
    """

    def __init__(self, views: Views) -> None:
        self._views = views
        self._whole = Known(_MOST_KEPT)

    def summary(self, run: Run, grounds: Grounds, query: ContentQuery, column: Column) -> Summary:
        """One column: all rows, and those that the view keeps."""
        whole = self._of_all(run, grounds, column)
        if is_whole(replace(query, sorts=())):
            return whole.summary
        key = (grounds.fingerprint, column, replace(query, sorts=()))
        kept: Summary | None = self._whole.kept(key)
        if kept is None:
            with self._views.source(grounds) as best:
                source = _for_texts(grounds, column, best, query)
                with self._views.matching(run, grounds, source, query) as where:
                    count = self._views.count(run, grounds, replace(query, sorts=()))
                    made = replace(whole.summary, matching_count=count)
                    whole = replace(whole, summary=made)
                    kept = self._matching(run, source, column, whole, where)
            self._whole.keep(key, kept)
        return kept

    def _of_all(self, run: Run, grounds: Grounds, column: Column) -> _Whole:
        key = (grounds.fingerprint, column)
        found: _Whole | None = self._whole.kept(key)
        if found is None:
            with self._views.source(grounds) as best:
                found = _summed(run, _for_texts(grounds, column, best), grounds, column)
            self._whole.keep(key, found)
        return found

    def _matching(
        self, run: Run, source: Source, column: Column, whole: _Whole, where: Sql
    ) -> Summary:
        """The same bars and values again, counting only the rows that match."""
        made = summary = replace(whole.summary, matching_null_count=0)
        if summary.null_count:
            ((nulls,),) = run.rows(queries.null_count(source, column, where))
            made = replace(made, matching_null_count=int(nulls))
        if summary.bins:
            cut = _bars(source, column, whole)
            counts = _counted(run, source, column, cut, where) if cut else {}
            bins = tuple(
                replace(each, matching_count=counts.get(at, 0))
                for at, each in enumerate(summary.bins)
            )
            made = replace(made, bins=bins)
        if summary.top:
            made = replace(made, top=self._matching_top(run, source, column, summary, where))
        return made

    def _matching_top(
        self, run: Run, source: Source, column: Column, summary: Summary, where: Sql
    ) -> tuple[ValueCount, ...]:
        found = run.rows(queries.value_counts(source, column, where, _FEW))
        counts = {text: int(count) for text, count, _ in found}
        return tuple(
            replace(each, matching_count=counts.get(each.value, 0)) for each in summary.top
        )

    def values(
        self,
        run: Run,
        grounds: Grounds,
        query: ContentQuery,
        column: Column,
        *,
        search: str,
        limit: int,
    ) -> Values:
        """The values of a column that hold a text, most frequent first.

        Counted over all rows, and beside it over those that the view keeps.
        """
        with self._views.source(grounds) as source:
            compiler = self._views.compiler(run, grounds, source)
            held = Filter(Op.CONTAINS, column.name, (search,))
            where = compiler.where(held) if search else _ALL
            rows = run.rows(queries.value_counts(source, column, where, limit + 1))
            counts = {text: int(count) for text, count, _ in rows}
            if not is_whole(replace(query, sorts=())):
                # Only the values that are shown: they may be few of very many.
                among = Filter(Op.IN, column.name, tuple(text for text, _, _ in rows[:limit]))
                is_whole_text = all(len(text or "") <= PAGE_CHARACTERS for text in among.values)
                with self._views.matching(run, grounds, source, query) as kept:
                    parts = [kept, compiler.where(among)] if is_whole_text else [kept]
                    asked = joined(parts, "and")
                    found = run.rows(queries.value_counts(source, column, asked, limit + 1))
                counts = {text: int(count) for text, count, _ in found}
        return Values(
            tuple(_value_count(text, int(n), counts.get(text, 0)) for text, n, _ in rows[:limit]),
            has_more=len(rows) > limit,
        )


def _for_texts(
    grounds: Grounds, column: Column, best: Source, query: ContentQuery | None = None
) -> Source:
    """Texts repeat, and Parquet says so: there they are grouped by their dictionary."""
    is_searching = query is not None and query.search
    if kind_of(column) is ColumnKind.TEXT and not is_searching:
        return lasting(grounds)
    return best


def _value_count(text: str | None, count: int, matching: int) -> ValueCount:
    is_cut = text is not None and len(text) > PAGE_CHARACTERS
    shown = text[:PAGE_CHARACTERS] if is_cut and text is not None else text
    return ValueCount(shown, count, matching, is_cut)


def _summed(run: Run, source: Source, grounds: Grounds, column: Column) -> _Whole:
    kind = kind_of(column)
    rows = grounds.row_count
    count, nans, low, high, about = run.row(queries.facts(source, column, kind))
    summary = Summary(
        column.name, kind, rows, rows, rows - int(count), rows - int(count),
        nan_count=int(nans), low=low, high=high,
        distinct_count=None if about is None else min(int(about), int(count)),
        is_approximate=about is not None,
    )  # fmt: skip
    whole = _Whole(summary, low, high)
    if not count:
        return replace(whole, summary=replace(summary, distinct_count=0, is_approximate=False))
    if kind is ColumnKind.TEXT and rows:
        (length,) = run.row(queries.mean_length(source, column, rows))
        summary = replace(summary, mean_length=None if length is None else float(length))
    if kind in _IN_STEPS and (cut := _bars(source, column, whole)) is not None:
        counts = _counted(run, source, column, cut, _ALL)
        summary = replace(summary, bins=_bins(cut, counts))
    few = _FEW_INTEGERS if kind in _IN_STEPS else _FEW
    if kind is ColumnKind.BOOLEAN or (about is not None and int(about) <= few):
        summary = _with_values(run, source, column, summary)
    return replace(whole, summary=summary)


def _with_values(run: Run, source: Source, column: Column, summary: Summary) -> Summary:
    found = run.rows(queries.value_counts(source, column, _ALL, _TOP + 1))
    top: Sequence[ValueCount] = ()
    if summary.kind in _LISTED or summary.kind is ColumnKind.INTEGER:
        values = [(text, int(count)) for text, count, _ in found if text is not None][:_TOP]
        top = [_value_count(text, count, count) for text, count in values]
    distinct = int(found[0][2])
    return replace(summary, top=tuple(top), distinct_count=distinct, is_approximate=False)


def _bars(source: Source, column: Column, whole: _Whole) -> Bars | None:
    return bars(column, whole.summary.kind, source.value(column), whole.low, whole.high)


def _counted(run: Run, source: Source, column: Column, cut: Bars, where: Sql) -> dict[int, int]:
    value, kind = source.value(column), kind_of(column)
    present = f"{value} IS NOT NULL"
    if kind is ColumnKind.NUMBER or (
        kind in (ColumnKind.DATE, ColumnKind.TIMESTAMP) and "NS" not in column.type
    ):
        present = f"isfinite({value})"
    rows = run.rows(queries.bar_counts(source, cut.number, present, where))
    return {int(bar): int(count) for bar, count in rows}


def _bins(cut: Bars, counts: dict[int, int]) -> tuple[Bin, ...]:
    return tuple(
        Bin(low, high, counts.get(at, 0), counts.get(at, 0))
        for at, (low, high) in enumerate(zip(cut.edges, cut.edges[1:], strict=False))
    )
