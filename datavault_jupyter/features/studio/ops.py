"""The questions of the Studio, as they come over the wire."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.studio.wire import (
    ChartFile,
    ChartFileArgs,
    DrawArgs,
    Drawing,
    KeepChartArgs,
    KeptChartArgs,
    StudioArgs,
    StudioChart,
    StudioCharts,
    StudioField,
    StudioFields,
)
from datavault_jupyter.protocol.operations import Call, operation
from datavault_jupyter.storage.filters import Op

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.datasets.service import DatasetService
    from datavault_jupyter.features.studio.keeping.records import KeptChart
    from datavault_jupyter.features.studio.keeping.service import ChartKeeper
    from datavault_jupyter.features.studio.service import StudioService
    from datavault_jupyter.features.studio.spec import ChartSpec


class StudioOps:
    """Wire operations on charts.

    Args:
        studio: Asked for when the first chart is drawn.
        keeper: Keeps charts.
        datasets: Finds datasets.
        policy: Tells whether charts may be kept.
    """

    def __init__(
        self,
        studio: Callable[[], StudioService],
        keeper: Callable[[], ChartKeeper],
        datasets: DatasetService,
        policy: Policy,
    ) -> None:
        self._studio = studio
        self._keeper = keeper
        self._datasets = datasets
        self._policy = policy
        self._is_ready = False

    @operation("studio.fields")
    def fields(self, args: StudioArgs, call: Call) -> StudioFields:
        """The fields of a dataset as charts see them."""
        from datavault_jupyter.features.studio.service import is_collected

        record = self._datasets.get(args.dataset_id)
        known = self._studio().fields(record)
        self._get_ready()
        told = tuple(StudioField(each.name, each.column.type, each.kind) for each in known)
        return StudioFields(told, is_collected(record, known), record.name, record.row_count)

    def _get_ready(self) -> None:
        """Start what draws while the first field is still being looked for."""
        if not self._is_ready:
            self._is_ready = True
            from datavault_jupyter.features.studio.drawing.still import get_ready

            threading.Thread(target=get_ready, name="datavault-charts", daemon=True).start()

    @operation("studio.draw")
    def draw(self, args: DrawArgs, call: Call) -> Drawing:
        """Draw a chart, or say what it lacks."""
        from datavault_jupyter.features.studio.drawing.still import Place, drawing
        from datavault_jupyter.features.studio.drawing.theme import Theme

        record = self._datasets.get(args.dataset_id)
        spec = self._spec(record, args)
        try:
            spec = self._studio().completed(record, spec, is_kind_open=args.is_kind_open)
            made = self._studio().draw(record, spec, cancels=call.cancels)
        except BadArgument as error:
            return Drawing(
                spec.to_json(), lack=error.message, hint=error.hint or "", channel=error.field or ""
            )
        theme = Theme.DARK if args.is_dark else Theme.LIGHT
        place = Place(theme, max(0, args.room), args.is_live)
        return drawing(made, (str(self._studio().root), record), place)

    @operation("studio.file", frames=("file",))
    def file(self, args: ChartFileArgs, call: Call) -> ChartFile:
        """A chart as the bytes of a file, on white."""
        from datavault_jupyter.features.studio.drawing.still import file_of

        record = self._datasets.get(args.dataset_id)
        spec = self._studio().completed(record, self._spec(record, args))
        name = f"{record.name} {spec.kind}.{args.format}"
        made = self._studio().draw(record, spec, cancels=call.cancels)
        call.attach("file", file_of(made, name))
        return ChartFile(name)

    def _spec(
        self, record: DatasetRecord, args: DrawArgs | KeepChartArgs | ChartFileArgs
    ) -> ChartSpec:
        """The spec that was sent.

        Raises:
            BadArgument: it brings SQL of its own; a view sends filters only.
        """
        from datavault_jupyter.features.studio.spec import ChartSpec

        spec = ChartSpec.of_json(args.spec)
        if spec.condition and not self._studio().trusts(record.id, spec.condition):
            kept = self._keeper().get(record, args.kept_id) if args.kept_id else None
            if kept is None or kept.spec.get("condition") != spec.condition:
                raise BadArgument("A view asks for rows by filters, not by SQL.", field="spec")
        if args.filter is None:
            return spec
        is_all = args.filter.op is Op.AND and not args.filter.parts
        return replace(spec, where=None if is_all else args.filter)

    @operation("studio.charts")
    def charts(self, args: StudioArgs, call: Call) -> StudioCharts:
        """The kept charts of a dataset."""
        return self._kept(self._datasets.get(args.dataset_id))

    def _kept(self, record: DatasetRecord) -> StudioCharts:
        may_keep = self._policy.allows(Action.DATASET_EDIT, record.place)
        return StudioCharts(tuple(map(_chart, self._keeper().list(record))), may_keep)

    @operation("studio.keep")
    def keep(self, args: KeepChartArgs, call: Call) -> StudioChart:
        """Keep a chart under a name."""
        record = self._datasets.get(args.dataset_id)
        spec = self._studio().completed(record, self._spec(record, args))
        return _chart(self._keeper().save(record, args.name, spec, replace=args.replace))

    @operation("studio.rename")
    def rename(self, args: KeptChartArgs, call: Call) -> StudioCharts:
        """Give a kept chart another name."""
        record = self._datasets.get(args.dataset_id)
        self._keeper().rename(record, args.chart_id, args.name)
        return self._kept(record)

    @operation("studio.duplicate")
    def duplicate(self, args: KeptChartArgs, call: Call) -> StudioCharts:
        """Keep a chart a second time."""
        record = self._datasets.get(args.dataset_id)
        self._keeper().duplicate(record, args.chart_id, args.name or None)
        return self._kept(record)

    @operation("studio.delete")
    def delete(self, args: KeptChartArgs, call: Call) -> StudioCharts:
        """Delete a kept chart."""
        record = self._datasets.get(args.dataset_id)
        self._keeper().delete(record, args.chart_id)
        return self._kept(record)


def _chart(kept: KeptChart) -> StudioChart:
    return StudioChart(
        kept.id, kept.name, str(kept.spec["kind"]), kept.spec, kept.version, kept.is_pinned
    )
