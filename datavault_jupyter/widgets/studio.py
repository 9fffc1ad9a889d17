"""The Studio as a widget: charts of a dataset, made by mouse or keys."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from datavault_jupyter.base.errors import BadArgument, VaultError
from datavault_jupyter.dataset import Dataset
from datavault_jupyter.display import html
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.storage.filters import Filter
from datavault_jupyter.widgets.base import View, refused_as_trait_error

if TYPE_CHECKING:
    from datavault_jupyter.chart import Chart
    from datavault_jupyter.features.studio.spec import ChartSpec

_ALL = {"op": "and", "column": "", "values": [], "parts": []}


class Studio(View):
    """Make charts of a dataset: fields onto shelves, drawn where the rows are.

    ``ds.studio`` opens it, ``chart.edit()`` opens it with a chart. What is made in it is there as
    `chart`, with its rows, its SQL, Altair and code.

    Args:
        shown: The dataset; or a chart to begin with, what ``ds.chart(…)`` gives.
        chart: A chart of the dataset to begin with, or the name of a kept one.
        height: At most, in pixels.
        keep_rows: Whether the chart's numbers may stay in the saved notebook; the vault's setting
            by default.

    Attributes:
        dataset_id: The dataset's id.
        spec: The chart as JSON, as ``chart.spec.to_json()`` gives it; without ``kind``, the kind
            follows the fields; empty for none.
        filters: Which rows are drawn, a condition as the grid has it; None for all.
        chart_id: Of the kept chart that is open; empty for none.
        height: At most, in pixels.

    Raises:
        TraitError: the dataset has no such column, or it is no chart.

    >>> import datavault_jupyter as dv
    >>> studio = dv.Studio(vault["penguins"])
    >>> studio.chart is None
    True
    >>> studio.spec = {"x": {"field": "species"}}
    >>> studio.chart.data.fetchall()
    [('Adelie', 2, 2), ('Gentoo', 1, 1)]
    >>> studio.close()
    """

    panel: ClassVar[str] = "studio"

    dataset_id = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    filters = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)
    chart_id = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(720, min=240, max=4000).tag(sync=True)

    def __init__(
        self,
        shown: Dataset | Chart,
        chart: Chart | str | None = None,
        *,
        keep_rows: bool | None = None,
        **traits: Any,
    ) -> None:
        if not isinstance(shown, Dataset):
            chart = shown
            shown = Dataset(chart._services, chart.record)  # noqa: SLF001 - the views are the dataset's own faces
        self._dataset = dataset = shown
        if isinstance(chart, str):
            record = dataset._services.charts.get(dataset._record, chart)  # noqa: SLF001 - as above
            traits["chart_id"] = record.id
            chart = dataset.charts.get(record.id)
        if chart is not None:
            traits |= _begun(dataset, chart)
        super().__init__(
            dataset._services,  # noqa: SLF001 - as above
            keep_rows=keep_rows,
            dataset_id=dataset.id,
            **traits,
        )

    @property
    def dataset(self) -> Dataset:
        """The dataset on show."""
        return self._dataset

    @property
    def chart(self) -> Chart | None:
        """What is shown, drawn from the rows of now; None while nothing is on a shelf.

        Raises:
            BadArgument: something is missing; the sentence says what.
        """
        if not self.spec.keys() - {"form", "kind", "status", "search"}:
            return None
        from datavault_jupyter.chart import Chart

        record = self._dataset._record  # noqa: SLF001 - as above
        where: Filter | None = decoded(Filter, self.filters) if self.filters else None
        spec = replace(_spec(self.spec), where=where)
        whole = self._services.studio.completed(record, spec, is_kind_open="kind" not in self.spec)
        return Chart(self._services, record, whole)

    @traitlets.validate("dataset_id")
    def _check_dataset(self, proposal: Any) -> str:
        with refused_as_trait_error():
            record = self._services.datasets.get(proposal["value"])
        if record.id != self._dataset.id:
            self._dataset = Dataset(self._services, record)
        return record.id

    @traitlets.validate("spec")
    def _check_spec(self, proposal: Any) -> dict[str, Any]:
        given = dict(proposal["value"])
        if not given:
            return given
        with refused_as_trait_error():
            spec = _spec(given)
            if spec.where is not None:
                raise BadArgument("Which rows are drawn is for filters to say.", field="spec")
            fields = self._services.studio.fields(self._dataset._record)  # noqa: SLF001 - as above
            for name, channel in spec.used_fields().items():
                fields.named(name, channel)
        return {"form": 1, **given}

    @traitlets.validate("filters")
    def _check_filters(self, proposal: Any) -> dict[str, Any] | None:
        if proposal["value"] is None:
            return None
        with refused_as_trait_error():
            made: dict[str, Any] = encoded(decoded(Filter, dict(proposal["value"]), "filters"))
        return made

    def _first_paint(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        named = {"dataset_id": self.dataset_id}
        boot: dict[str, Any] = {}
        with contextlib.suppress(VaultError):  # the panel asks by itself, and says what is wrong
            boot["studio.fields"], _ = self._answer("studio.fields", named)
            boot["studio.charts"], _ = self._answer("studio.charts", named)
            if self.keep_rows and self.spec:
                boot["studio.draw"], _ = self._answer("studio.draw", {**named, **self._asked()})
        return boot, {}

    def _asked(self) -> dict[str, Any]:
        """What the panel asks for, before it knows its place."""
        return {
            "spec": {"kind": "bar", **self.spec},
            "is_kind_open": "kind" not in self.spec,
            "filter": self.filters or _ALL,
            "kept_id": self.chart_id,
        }

    def _still(self) -> dict[str, str]:
        name = "Studio"
        try:
            name = self._dataset.name
            chart = self.chart
        except VaultError as error:
            said = str(error)
            return {"text/plain": f"{name}: {said}", "text/html": html.frame(name, text=said)}
        if chart is None:
            said = "The Studio, with no chart yet. Run the cell to make one."
            return {"text/plain": f"{name}: {said}", "text/html": html.frame(name, text=said)}
        return chart._still(keep_rows=self.keep_rows)  # noqa: SLF001 - the chart's own picture


class ChartEditor(Studio):
    """The button below a chart that a cell shows: the Studio comes in the chart's place."""

    panel: ClassVar[str] = "edit"

    def _first_paint(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        return {}, {}

    def _still(self) -> dict[str, str]:
        # Without a kernel there is nothing to press, and the chart stands above it.
        return {"text/plain": "", "text/html": ""}

    def _ipython_display_(self, **_: Any) -> None:
        from IPython.display import publish_display_data

        data, metadata = self._repr_mimebundle_()
        del data["text/html"]
        publish_display_data(data, metadata)  # type: ignore[no-untyped-call]


def _spec(given: dict[str, Any]) -> ChartSpec:
    from datavault_jupyter.features.studio.spec import ChartSpec

    return ChartSpec.of_json({"form": 1, "kind": "bar", **given})


def _begun(dataset: Dataset, chart: Chart) -> dict[str, Any]:
    """The traits of a Studio that begins with a chart.

    Raises:
        BadArgument: it is one of another dataset, or of a version.
    """
    services = dataset._services  # noqa: SLF001 - the views are the dataset's own faces
    if chart.record.id != dataset.id:
        message = f"This is a chart of {chart.record.name!r}, not of {dataset.name!r}."
        raise BadArgument(message, field="chart")
    if chart.is_pinned:
        raise BadArgument(
            "This is a chart of a version, and the Studio shows the dataset as it is.",
            hint="Make it of the dataset: ds.chart(…).",
            field="chart",
        )
    spec = chart.spec
    services.studio.trust(dataset.id, spec.condition)
    where = encoded(spec.where) if spec.where is not None else None
    return {"spec": replace(spec, where=None).to_json(), "filters": where}
