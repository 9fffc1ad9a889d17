"""A chart in the user's hands, and the charts that a dataset keeps."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument, VaultError
from datavault_jupyter.display import html, live
from datavault_jupyter.features.exports.targets import drafted
from datavault_jupyter.features.studio import notes, reading
from datavault_jupyter.features.studio.drawing import code, files, painting
from datavault_jupyter.features.studio.drawing.altair_chart import altair_chart
from datavault_jupyter.features.studio.drawing.plain import vega_lite
from datavault_jupyter.features.studio.drawing.theme import Theme
from datavault_jupyter.features.studio.spec import ChartKind, ChartSpec
from datavault_jupyter.storage.sql import laid_out, spelled_out

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.sql.rows import Rows
    from datavault_jupyter.features.studio.compiling import Drawn
    from datavault_jupyter.features.studio.drawing.altair_chart import AltairChart
    from datavault_jupyter.features.studio.keeping.records import KeptChart
    from datavault_jupyter.features.studio.service import Ground
    from datavault_jupyter.services import Services

# What JupyterLab, Notebook and VS Code draw by themselves, without a network.
MIME = "application/vnd.vegalite.v5+json"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.20.1.json"
_KEPT_OUT = "Its numbers are kept out of this notebook: run the cell to see the chart."


def made(
    services: Services,
    record: DatasetRecord,
    kind: str | None,
    channels: Mapping[str, Any],
    more: Mapping[str, Any],
    *,
    version: str = "",
) -> Chart:
    """A chart out of what ``ds.chart(…)`` was given."""
    ground = services.studio.ground(record)
    spec = reading.spec_of(kind, channels, more, ground.fields)
    spec = services.studio.completed(record, spec, ground.fields, is_kind_open=kind is None)
    return Chart(services, record, spec, version, ground=ground)


class Chart:
    """A chart of a dataset or a version.

    It is drawn when it is made and stays as it is; `refresh` draws it anew.

    >>> chart = vault["penguins"].chart(x="species")
    >>> chart.data.fetchall()
    [('Adelie', 2, 2), ('Gentoo', 1, 1)]
    >>> chart.notes
    ('3 rows',)
    """

    def __init__(
        self,
        services: Services,
        record: DatasetRecord,
        spec: ChartSpec,
        version: str = "",
        *,
        ground: Ground | None = None,
    ) -> None:
        self._services = services
        self._record = record
        self._version = version
        self._drawn: Drawn = services.studio.draw(record, spec, ground)

    @property
    def spec(self) -> ChartSpec:
        """What it is, whole; ``spec.to_json()`` goes to a file and back."""
        return self._drawn.spec

    @property
    def kind(self) -> ChartKind:
        """How its marks look."""
        return self.spec.kind

    @property
    def is_pinned(self) -> bool:
        """Whether it shows a version rather than the dataset as it is."""
        return bool(self._version)

    @property
    def record(self) -> DatasetRecord:
        """The record of what it shows."""
        return self._record

    @property
    def sql(self) -> str:
        """The query its numbers come from; ``ds.sql(chart.sql)`` gives the same rows."""
        return laid_out(spelled_out(self._drawn.sql))

    @property
    def data(self) -> Rows:
        """Its rows, one a mark; columns are named by their channels."""
        return self._services.studio.rows(self._record, self._drawn)

    @property
    def notes(self) -> tuple[str, ...]:
        """How many rows it shows, which it leaves out and why, whether it is a sample."""
        return notes.notes(self._drawn)

    @property
    def summary(self) -> str:
        """What it shows, in one sentence."""
        return notes.summary(self._drawn, self._name)

    @property
    def _name(self) -> str:
        return f"{self._record.name}@{self._version}" if self._version else self._record.name

    def refresh(self) -> Chart:
        """Draw it anew from the rows of now; those of a version never change."""
        if not self._version:
            self._record = self._services.datasets.reload(self._record)
        self._drawn = self._services.studio.draw(self._record, self.spec)
        return self

    def to_altair(self, theme: str = "light") -> AltairChart:
        """The chart as one of Altair's, with its data, to be changed further.

        Args:
            theme: ``light`` or ``dark``.

        >>> type(vault["penguins"].chart(x="species").to_altair()).__name__
        'Chart'
        """
        look = _theme(theme)
        picture = painting.painted(self._drawn, look)
        return altair_chart(picture, self.data.df(), look)

    def to_code(self, theme: str = "light") -> str:
        """A cell that draws it again: the query on the vault, then Altair."""
        from datavault_jupyter.features.studio.drawing.code import Origin

        look = _theme(theme)
        root = self._services.store.root
        origin = Origin(str(root), self._record.path, self._version, self.sql)
        return code.code_of(painting.painted(self._drawn, look), origin, look)

    def to_dict(self, theme: str = "light") -> dict[str, Any]:
        """The whole Vega-Lite spec, data included, checked against its schema."""
        spec: dict[str, Any] = self.to_altair(theme).to_dict()
        return {**spec, "description": self.summary}

    def _plain(self) -> dict[str, Any]:
        """The same without Altair, which takes longer to import than to draw; not checked."""
        picture = painting.painted(self._drawn)
        spec = vega_lite(picture, self._drawn.table, Theme.LIGHT)
        return {**spec, "description": self.summary}

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        theme: str = "light",
        scale: float = 2,
        overwrite: bool = False,
    ) -> Path:
        """Write it to a file; nothing is fetched from anywhere.

        Args:
            path: The file; its ending says the format: png, svg, pdf, html, json, or csv for its
                numbers.
            theme: ``light`` or ``dark``.
            scale: Pixels of a PNG for each of the screen's.
            overwrite: Replace a file that is there.

        Raises:
            BadArgument: another ending, or a scale that makes no picture.
            TargetExists: a file is there and ``overwrite`` is off.
        """
        ending = files.format_of(path)
        if not 0.1 <= scale <= 10:
            raise BadArgument("scale= is a number from 0.1 to 10.", field="scale")
        target = Path(path)
        with drafted(target, overwrite=overwrite) as draft:
            if ending == "csv":
                draft.path.write_bytes(files.numbers(self._drawn.table))
            else:
                draft.path.write_bytes(files.as_bytes(self.to_dict(theme), ending, scale=scale))
        return target

    def edit(self, **options: Any) -> Any:
        """Open the Studio with it, to go on by mouse or keys.

        Args:
            options: ``height=`` of `Studio`.

        Raises:
            BadArgument: it shows a version.

        >>> studio = vault["penguins"].chart(x="species").edit()
        >>> studio.spec["x"]["field"]
        'species'
        >>> studio.close()
        """
        return live.made("studio", self, **options)

    def _still(self, *, keep_rows: bool) -> dict[str, str]:
        """The same as HTML without a script, and as text."""
        if not keep_rows:
            frame = html.frame(self._record.name, meta=[self.summary], text=_KEPT_OUT)
            return {"text/plain": f"{self.summary}\n{_KEPT_OUT}", "text/html": frame}
        # As an image: what is in it stays apart from the page, and keeps its own background.
        picture = base64.b64encode(files.svg(self._plain()).encode()).decode()
        body = (
            f'<img alt="{html.escape(self.summary)}" style="display:block;max-width:100%" '
            f'src="data:image/svg+xml;base64,{picture}">'
        )
        made = html.frame(self._name, meta=[self.summary], body=body, foot=self.notes)
        return {"text/plain": repr(self), "text/html": made}

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        text = repr(self)
        if not self._services.settings.keep_rows:
            return dict(self._still(keep_rows=False))
        spec = self._plain()
        return {
            MIME: {**spec, "$schema": _SCHEMA},
            # What a saved notebook, an exported page and GitHub show.
            "image/svg+xml": files.svg(spec),
            "text/plain": text,
        }

    def _ipython_display_(self, **_: object) -> None:
        from IPython.display import publish_display_data

        publish_display_data(self._repr_mimebundle_())  # type: ignore[no-untyped-call]
        live.add("edit", self)

    def __repr__(self) -> str:
        """What it shows, and what it leaves out, as plain text."""
        return f"{self.summary}\n{' · '.join(self.notes)}"


def _theme(theme: str) -> Theme:
    if theme not in set(Theme):
        raise BadArgument(
            f"theme={theme!r} isn't known.", hint=f"One of: {', '.join(Theme)}.", field="theme"
        )
    return Theme(theme)


class Charts:
    """The charts that are kept with a dataset, under names.

    >>> ds = vault["penguins"]
    >>> _ = ds.charts.save("By species", ds.chart(x="species"))
    >>> [each.name for each in ds.charts]
    ['By species']
    >>> ds.charts["By species"].to_dict() == ds.chart(x="species").to_dict()
    True
    >>> ds.charts.duplicate("By species").name
    'By species 2'
    >>> ds.charts.delete("By species")
    >>> ds.charts.names()
    ['By species 2']
    """

    def __init__(self, services: Services, record: Callable[[], DatasetRecord]) -> None:
        self._services = services
        self._of = record

    def list(self) -> Sequence[KeptChart]:
        """What is kept, by name; nothing is drawn."""
        return self._services.charts.list(self._of())

    def names(self) -> Sequence[str]:
        """The names of the charts."""
        return [each.name for each in self.list()]

    def get(self, name_or_id: str) -> Chart:
        """A kept chart, drawn from the rows of now, or of the version it was made for.

        Raises:
            ChartNotFound: there is none of that name or id.
            BadArgument: a column it needs is no longer there; the sentence names it.
            VersionNotFound: the version it was made for was deleted.
        """
        record = self._of()
        kept = self._services.charts.get(record, name_or_id)
        version = kept.version if kept.is_pinned else ""
        if kept.is_pinned:
            lineage = self._services.lineage
            record = lineage.at(record, lineage.find(record, kept.version))
        try:
            return Chart(self._services, record, ChartSpec.of_json(kept.spec), version)
        except VaultError as error:
            if isinstance(error, BadArgument):
                message = f"The chart {kept.name!r} can't be drawn: {error.message}"
                raise BadArgument(message, hint=error.hint, field=error.field) from error
            raise

    def save(self, name: str, chart: Chart | ChartSpec, *, replace: bool = False) -> KeptChart:
        """Keep a chart under a name, with the dataset and the version it was made from.

        Args:
            name: One that no other chart of the dataset has.
            chart: What to keep.
            replace: Put it in the place of a chart of that name.

        Raises:
            NameTaken: there is a chart of that name, and ``replace`` is off.
            BadArgument: it is a chart of another dataset.
        """
        record = self._of()
        if isinstance(chart, ChartSpec):
            spec = self._services.studio.completed(record, chart)
            return self._services.charts.save(record, name, spec, replace=replace)
        if not isinstance(chart, Chart):
            raise BadArgument("chart= is what ds.chart(…) gives, or its spec.", field="chart")
        if chart.record.id != record.id:
            raise BadArgument(
                f"This is a chart of {chart.record.name!r}, not of {record.name!r}.", field="chart"
            )
        return self._services.charts.save(
            chart.record, name, chart.spec, is_pinned=chart.is_pinned, replace=replace
        )

    def rename(self, name_or_id: str, name: str) -> KeptChart:
        """Give a kept chart another name.

        Raises:
            NameTaken: another chart of the dataset has it.
        """
        return self._services.charts.rename(self._of(), name_or_id, name)

    def duplicate(self, name_or_id: str, name: str | None = None) -> KeptChart:
        """Keep a chart a second time, under a name that is free."""
        return self._services.charts.duplicate(self._of(), name_or_id, name)

    def delete(self, name_or_id: str) -> None:
        """Delete a kept chart; the dataset stays as it is."""
        self._services.charts.delete(self._of(), name_or_id)

    def __getitem__(self, name_or_id: str) -> Chart:
        """A kept chart, drawn."""
        return self.get(name_or_id)

    def __contains__(self, name: object) -> bool:
        """Whether there is a chart of that name."""
        return name in self.names()

    def __iter__(self) -> Iterator[KeptChart]:
        """What is kept, by name."""
        return iter(self.list())

    def __len__(self) -> int:
        """How many charts are kept."""
        return len(self.list())

    def _ipython_key_completions_(self) -> Sequence[str]:
        return self.names()

    def __repr__(self) -> str:
        """The names and kinds, one a line."""
        kept = self.list()
        if not kept:
            return "No chart is kept with this dataset: ds.charts.save(name, chart) keeps one."
        wide = max(len(each.name) for each in kept)
        return "\n".join(f"{each.name:<{wide}}  {each.spec['kind']}" for each in kept)
