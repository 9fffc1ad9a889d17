"""What a dataset and a version say about charts; the rest is loaded when the first one is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from datavault_jupyter.display import live

if TYPE_CHECKING:
    from datavault_jupyter.chart import Chart, Charts
    from datavault_jupyter.dashboard import Dashboards
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.services import Services


class Charting:
    """Charts; mixed into `Dataset` and `DatasetVersion`."""

    _services: Services

    def _used(self) -> DatasetRecord:
        raise NotImplementedError

    def chart(
        self,
        kind: str | None = None,
        *,
        x: Any = None,
        y: Any = None,
        color: Any = None,
        size: Any = None,
        shape: Any = None,
        row: Any = None,
        column: Any = None,
        order: Any = None,
        tooltip: Any = (),
        where: Any = None,
        search: str = "",
        having: Any = None,
        status: str = "",
        stack: str | None = None,
        errors: str | None = None,
        lines: Iterable[Any] = (),
        title: str = "",
    ) -> Chart:
        """A chart of it, drawn from one query that DuckDB runs where the rows are.

        A channel is the name of a column, or a text such as ``mean(price)``, ``count()``,
        ``distinct(user)``, ``p90(price)``, ``rate(passed)``, ``share(count())``,
        ``running(sum(price))``, ``month(day)``, ``bin(price)``; `Channel` has all its parts.

        Args:
            kind: ``bar``, ``line``, ``area``, ``scatter``, ``histogram``, ``density``, ``box``,
                ``strip``, ``heatmap``, ``pie``, ``table`` or ``number``; chosen by what the
                fields hold when None.
            x: The horizontal axis.
            y: The vertical axis.
            color: The colours.
            size: The sizes of points.
            shape: The shapes of points.
            row: One chart below another for each value.
            column: One chart beside another for each value.
            order: What categories are ordered by, the largest first, if not by the axis.
            tooltip: What a point tells besides.
            where: Which rows are drawn: a condition in SQL, or a `Filter`.
            search: A text that rows must hold in any column, as the grid's search finds it.
            having: Which aggregated marks are drawn, such as ``"y >= 10"``, or a `Filter`.
            status: Which tasks of a pipeline's dataset are drawn; finished ones by default,
                ``all`` draws all.
            stack: How bars of several colours stand: ``stacked``, ``grouped`` or ``full`` (100%).
            errors: Error bars of a mean or a rate: ``interval`` (95%), ``sd`` or ``se``.
            lines: Reference lines: a number on y, ``("x", 5)``, ``"mean(x)"``, ``"median(y)"``.
            title: Above it.

        Raises:
            BadArgument: it can't be drawn; the sentence names the channel and the field.

        >>> chart = vault["penguins"].chart(x="species", y="mean(body_mass_g)")
        >>> chart.kind.value, chart.data.fetchall()[0][:2]
        ('bar', ('Adelie', 3250.0))
        """
        from datavault_jupyter import chart

        channels = {
            "x": x, "y": y, "color": color, "size": size, "shape": shape, "row": row,
            "column": column, "order": order,
        }  # fmt: skip
        more = {
            "tooltip": tooltip, "where": where, "search": search, "having": having,
            "status": status, "stack": stack, "errors": errors, "lines": lines, "title": title,
        }  # fmt: skip
        return chart.made(
            self._services, self._used(), kind, channels, more, version=self._version()
        )

    def _version(self) -> str:
        """The number of the version it is; empty where it follows the present rows."""
        return ""


class Keeping:
    """Kept charts; mixed into `Dataset`."""

    _services: Services

    @property
    def _record(self) -> DatasetRecord:
        raise NotImplementedError

    @property
    def charts(self) -> Charts:
        """The charts that are kept with it: save, reopen, rename, duplicate, delete.

        >>> ds = vault["penguins"]
        >>> ds.charts.save("Sizes", ds.chart(x="body_mass_g")).name
        'Sizes'
        >>> ds.charts["Sizes"].kind.value
        'histogram'
        """
        from datavault_jupyter.chart import Charts

        return Charts(self._services, lambda: self._record)

    @property
    def studio(self) -> StudioDoor:
        """The Studio: in a cell it opens; called, it gives the widget.

        >>> ds = vault["penguins"]
        >>> studio = ds.studio(ds.chart(x="species"), height=600)
        >>> studio.chart.kind.value
        'bar'
        >>> studio.close()
        """
        return StudioDoor(self)

    @property
    def dashboards(self) -> Dashboards:
        """Its dashboards: kept charts in a grid, under one filter, each filtering the others.

        >>> ds = vault["penguins"]
        >>> _ = ds.charts.save("Kinds", ds.chart(x="species"))
        >>> ds.dashboards.create("Overview", charts=["Kinds"]).charts
        ['Kinds']
        """
        from datavault_jupyter.dashboard import Dashboards

        return Dashboards(self._services, lambda: self._record)


class StudioDoor:
    """What ``ds.studio`` is before it is opened: nothing is made for a name that is only read.

    >>> vault["penguins"].studio
    The Studio of 'penguins': show it in a notebook, or call it with a chart.
    """

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset

    def __call__(self, chart: Chart | str | None = None, **options: Any) -> Any:
        """The widget.

        Args:
            chart: A chart to begin with: what ``ds.chart(…)`` gives, or the name of a kept one.
            options: ``height=`` of `Studio`.
        """
        return live.made("studio", self._dataset, chart=chart, **options)

    def _ipython_display_(self, **_: object) -> None:
        live.show("studio", self._dataset, lambda: {"text/plain": repr(self)})

    def __repr__(self) -> str:
        """What it opens."""
        return (
            f"The Studio of {self._dataset.name!r}: show it in a notebook, or call it with a chart."
        )
