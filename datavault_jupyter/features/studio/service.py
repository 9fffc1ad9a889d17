"""Drawing charts of datasets: use cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument, VaultError
from datavault_jupyter.base.known import Known
from datavault_jupyter.features.datasets.records import DatasetRecord, DatasetSource
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.sql.rows import Origin, Rows
from datavault_jupyter.features.studio import checks, defaults, queries
from datavault_jupyter.features.studio.compiling import Ask, Drawn, Look, drawn
from datavault_jupyter.features.studio.fields import ChartFields, FieldKind
from datavault_jupyter.features.studio.spec import ChartSpec
from datavault_jupyter.storage import expressions
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.filters import Compiler
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.running import stoppable
from datavault_jupyter.storage.sql import Sql, quoted, spelled_out
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

    from datavault_jupyter.features.datasets.live import Content
    from datavault_jupyter.storage.engine import Cursor

# Runs a block during which calling the callable stops the query: a wire call's `cancels`.
Cancels = Callable[[Callable[[], None]], AbstractContextManager[object]]
# The column every pipeline's dataset says with where a task is, and what charts draw by default.
STATUS, FINISHED, EVERY = "status", "finished", "all"
# A view asks for the same chart as a cell did just before, a dashboard for those it showed.
_MOST_KNOWN = 24


@dataclass(frozen=True, slots=True)
class Ground:
    """What a chart is drawn from, read once.

    Attributes:
        content: Where the rows are.
        fields: The columns as charts see them.
    """

    content: Content
    fields: ChartFields


class StudioService:
    """Charts of datasets."""

    def __init__(self, store: Store, policy: Policy, datasets: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets
        self._trusted: set[tuple[str, str]] = set()
        self._known = Known(_MOST_KNOWN)

    def trust(self, dataset_id: str, condition: str) -> None:
        """Take note of a condition in SQL that code of the kernel's user gave."""
        self._trusted.add((dataset_id, condition))

    def trusts(self, dataset_id: str, condition: str) -> bool:
        """Whether a view may ask for a condition in SQL: it was given by code."""
        return (dataset_id, condition) in self._trusted

    def forget(self) -> None:
        """Draw each chart from its rows again: what is known of earlier ones goes."""
        self._known.clear()

    @property
    def root(self) -> Path:
        """The folder of the vault."""
        return self._store.root

    def ground(self, record: DatasetRecord) -> Ground:
        """What charts of a dataset are drawn from now."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        content = self._datasets.content(record)
        return Ground(content, ChartFields(content.columns))

    def fields(self, record: DatasetRecord) -> ChartFields:
        """The columns of a dataset as charts see them."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        return ChartFields(self._datasets.columns(record))

    def completed(
        self,
        record: DatasetRecord,
        spec: ChartSpec,
        fields: ChartFields | None = None,
        *,
        is_kind_open: bool = False,
    ) -> ChartSpec:
        """A spec with what was left unsaid.

        Args:
            record: The dataset.
            spec: What was said.
            fields: Its columns, where they are known already.
            is_kind_open: Whether the kind is still to be chosen by what the fields hold.

        Raises:
            BadArgument: it can't be drawn; the sentence names the channel and the field.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        fields = fields or self.fields(record)
        if is_kind_open:
            spec = replace(spec, kind=defaults.kind_for(spec, fields, record.row_count))
        spec = defaults.completed(self._with_status(record, spec, fields), fields)
        checks.require_drawable(spec, fields)
        return spec

    def _with_status(
        self, record: DatasetRecord, spec: ChartSpec, fields: ChartFields
    ) -> ChartSpec:
        has_tasks = is_collected(record, fields)
        if not spec.status:
            return replace(spec, status=FINISHED if has_tasks else "")
        if spec.status != EVERY and not has_tasks:
            raise BadArgument(
                "status= is for datasets that a pipeline fills.",
                hint="Use where=… on a column.",
                field="status",
            )
        return spec

    def draw(
        self,
        record: DatasetRecord,
        spec: ChartSpec,
        ground: Ground | None = None,
        *,
        cancels: Cancels | None = None,
    ) -> Drawn:
        """The rows of a chart, by one query.

        Args:
            record: The dataset.
            spec: The chart, whole.
            ground: What it is drawn from, where that has been read.
            cancels: Lets whoever asked stop the query.

        Raises:
            BadArgument: it names a column that isn't there, or can't be drawn.
            BadQuery: its condition is none.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        ground = ground or self.ground(record)
        fields = ground.fields
        for name, channel in spec.used_fields().items():
            fields.named(name, channel)
        checks.require_drawable(spec, fields)
        key = _key_of(ground.content, spec)
        known: Drawn | None = self._known.kept(key) if key is not None else None
        if known is None:
            known = self._queried(record, spec, ground, cancels)
            if key is not None:
                self._known.keep(key, known)
        return known

    def _queried(
        self, record: DatasetRecord, spec: ChartSpec, ground: Ground, cancels: Cancels | None
    ) -> Drawn:
        fields = ground.fields
        cursor = self._store.engine.answering()
        try:
            base = self._base(cursor, fields, spec)
            rows_of(cursor, queries.seen(_scan(ground.content, spec)))
            look = Look(spec, fields, base, lambda measures: self._having(cursor, spec, measures))
            with cancels(cursor.interrupt) if cancels is not None else nullcontext():
                return drawn(_asking(cursor), look)
        except VaultError as error:
            raise self._datasets.explaining(record)(error) from error.__cause__

    def asking(self, record: DatasetRecord, spec: ChartSpec, ground: Ground) -> Ask:
        """What answers further queries over the rows that a chart is drawn from."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        cursor = self._store.engine.answering()
        rows_of(cursor, queries.seen(_scan(ground.content, spec)))
        return _asking(cursor)

    def rows(self, record: DatasetRecord, made: Drawn) -> Rows:
        """A chart's rows as any others are handed out."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        cursor = self._store.engine.answering()
        with translated():
            relation = cursor.from_arrow(made.table)
        return Rows(
            relation,
            cursor,
            self._datasets.explaining(record),
            Origin((record.path,), spelled_out(made.sql)),
        )

    def _base(self, cursor: Cursor, fields: ChartFields, spec: ChartSpec) -> list[Sql]:
        """The conditions a row must meet before anything is drawn."""
        base = []
        if spec.status and spec.status != EVERY:
            base.append(queries.status_is(fields.named(STATUS, "status"), spec.status))
        compiler = Compiler(
            fields.columns,
            lambda column: fields.named(column.name).sql,
            lambda text, kind: self._fits(cursor, text, kind),
        )
        if spec.where is not None:
            base.append(compiler.where(spec.where))
        if spec.search:
            base.append(compiler.search(spec.search, None))
        if spec.condition:
            passed = expressions.condition(cursor, fields.columns, spec.condition)
            base.append(Sql(passed.is_true))
        return base

    def _having(
        self, cursor: Cursor, spec: ChartSpec, measures: Sequence[queries.Measure]
    ) -> Sql | None:
        if spec.having is None:
            return None
        known = Columns.of([(each.role, _type_of(each)) for each in measures])
        compiler = Compiler(
            known,
            lambda column: quoted(column.name),
            lambda text, kind: self._fits(cursor, text, kind),
        )
        return compiler.where(spec.having)

    def _fits(self, cursor: Cursor, text: str, kind: str) -> bool:
        ((does,),) = rows_of(cursor, queries.fits(text, kind))
        return bool(does)


def is_collected(record: DatasetRecord, fields: ChartFields) -> bool:
    """Whether rows are tasks of a pipeline, which have a status."""
    return record.source is DatasetSource.PIPELINE and fields.has(STATUS)


def _key_of(content: Content, spec: ChartSpec) -> tuple[object, ...] | None:
    """What a chart's rows depend on: files never change; None where they may come out otherwise."""
    if content.live is not None or spec.condition:
        return None
    return content.scan, spec


def _type_of(measure: queries.Measure) -> str:
    is_moment = measure.field is not None and measure.field.kind is FieldKind.MOMENT
    return "TIMESTAMP" if is_moment else "DOUBLE"


def _scan(content: Content, spec: ChartSpec) -> str:
    """The rows, in their order only where single ones are drawn: sorting a million takes longer."""
    if content.live is None or spec.kind in checks.POINTS:
        return content.scan
    return queries.unordered(content.columns, content.live.name)


def _asking(cursor: Cursor) -> Ask:
    def ask(query: Sql) -> pa.Table:
        return stoppable(
            cursor,
            lambda: cursor.sql(query.text, params=list(query.params) or None).to_arrow_table(),
        )

    return ask
