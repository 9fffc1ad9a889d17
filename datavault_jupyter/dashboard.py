"""A dashboard in the user's hands, and those that a dataset has."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.checking import word_of
from datavault_jupyter.base.errors import BadArgument, VaultError
from datavault_jupyter.base.names import name_key
from datavault_jupyter.display import html, live
from datavault_jupyter.features.exports.targets import drafted
from datavault_jupyter.features.studio.boards import page
from datavault_jupyter.features.studio.boards.records import Board, Height, Layout, Tile, Width
from datavault_jupyter.features.studio.boards.service import pinned
from datavault_jupyter.storage.filters import Filter

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.services import Services

_KEPT_OUT = "Its numbers are kept out of this notebook: run the cell to see the charts."
_PARTS = ("chart", "width", "height")


class Dashboard:
    """A named grid of kept charts of a dataset, under one filter.

    Pressing a mark of one chart filters the others; drawing a range on an axis does, too. It
    shows itself in a notebook, and is drawn from the rows of now each time.

    >>> ds = vault["penguins"]
    >>> _ = ds.charts.save("Species", ds.chart(x="species"))
    >>> board = ds.dashboards.create("Penguins", charts=["Species"])
    >>> board.name, board.charts
    ('Penguins', ['Species'])
    >>> board
    Dashboard 'Penguins': 1 chart of penguins
    """

    def __init__(
        self, services: Services, record: Callable[[], DatasetRecord], board: Board
    ) -> None:
        self._services = services
        self._of = record
        self._board = board

    @property
    def _now(self) -> Board:
        self._board = self._services.boards.get(self._of(), self._board.id)
        return self._board

    @property
    def id(self) -> str:
        """``dsh_…``; it stays when the name changes."""
        return self._board.id

    @property
    def dataset_id(self) -> str:
        """Of the dataset it is of."""
        return self._of().id

    @property
    def name(self) -> str:
        """One of a kind in its dataset."""
        return self._now.name

    @property
    def charts(self) -> Sequence[str]:
        """The names of its charts in their order; of one that was deleted the name it had."""
        return [each.name for each in self._state().tiles]

    @property
    def filter(self) -> Filter | None:
        """Which rows all its charts show, besides each chart's own filter; None for all."""
        return self._now.layout.filter

    @property
    def version(self) -> str:
        """The number of the version it shows; empty where it follows the dataset."""
        layout = self._now.layout
        return layout.version if layout.is_pinned else ""

    def _state(self) -> Any:
        return self._services.board_drawer.state(self._of(), self._now)

    def set(
        self,
        *,
        charts: Iterable[Any] | None = None,
        filter: Filter | str | None = "",  # noqa: A002 - what it is called everywhere
        version: str | None = None,
    ) -> Dashboard:
        """Give it other charts, another filter, or a version to stay with.

        Args:
            charts: As `Dashboards.create` takes them; None keeps them.
            filter: Which rows all its charts show; None for all. Left out, it stays.
            version: The number of the version it stays with; ``""`` follows the dataset, None
                changes nothing.

        Raises:
            ChartNotFound: the dataset has no chart of that name.
            VersionNotFound: it has no version of that number.
        """
        record = self._of()
        layout = self._now.layout
        if charts is not None:
            layout = replace(layout, tiles=_tiles(self._services, record, charts))
        if filter is None or isinstance(filter, Filter):
            layout = replace(layout, filter=filter)
        elif filter != "":
            raise BadArgument("filter= is a Filter, or None for all rows.", field="filter")
        if version is not None:
            layout = pinned(layout, _number(self._services, record, version))
        self._board = self._services.boards.change(record, self.id, layout, edition=layout.edition)
        return self

    def rename(self, name: str) -> Dashboard:
        """Give it another name.

        Raises:
            NameTaken: another dashboard of the dataset has it.
        """
        self._board = self._services.boards.rename(self._of(), self.id, name)
        return self

    def duplicate(self, name: str | None = None) -> Dashboard:
        """Keep it a second time, under a name that is free; it shows the same charts."""
        made = self._services.boards.duplicate(self._of(), self.id, name)
        return Dashboard(self._services, self._of, made)

    def delete(self) -> None:
        """Delete it; its charts stay."""
        self._services.boards.delete(self._of(), self.id)

    def show(self, **options: Any) -> Any:
        """The dashboard as a view.

        Args:
            options: ``keep_rows=`` of `DashboardView`.
        """
        return live.made("dashboard", self, **options)

    def to_html(self, theme: str = "light") -> str:
        """A page with the charts as SVG: it needs no script, no kernel and no network.

        Args:
            theme: ``light`` or ``dark``.
        """
        if theme not in ("light", "dark"):
            raise BadArgument(f"theme={theme!r} isn't known.", hint="light or dark", field="theme")
        return page.page_of(
            self._services.board_drawer, self._of(), self._now, is_dark=theme == "dark"
        )

    def save(
        self, path: str | os.PathLike[str], *, theme: str = "light", overwrite: bool = False
    ) -> Path:
        """Write it to an HTML file.

        Args:
            path: The file; it ends in ``.html``.
            theme: ``light`` or ``dark``.
            overwrite: Replace a file that is there.

        Raises:
            BadArgument: another ending.
            TargetExists: a file is there and ``overwrite`` is off.
        """
        target = Path(path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise BadArgument("A dashboard is saved as .html.", field="path")
        with drafted(target, overwrite=overwrite) as draft:
            draft.path.write_text(self.to_html(theme), encoding="utf-8")
        return target

    def _bundle(self, *, keep_rows: bool | None = None) -> dict[str, str]:
        kept = self._services.settings.keep_rows if keep_rows is None else keep_rows
        try:
            record, board = self._of(), self._now
            facts = page.which_rows(record, board)
            if not kept:
                body = html.frame(board.name, meta=facts, text=_KEPT_OUT)
                return {"text/plain": f"{self!r}\n{_KEPT_OUT}", "text/html": body}
            charts = page.fragment(self._services.board_drawer, record, board)
        except VaultError as error:
            said = f"Dashboard {self._board.name!r}: {error}"
            return {"text/plain": said, "text/html": html.frame(self._board.name, text=str(error))}
        return {
            "text/plain": repr(self),
            "text/html": html.frame(board.name, meta=facts, body=charts),
        }

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return self._bundle()

    def _ipython_display_(self, **_: object) -> None:
        live.show("dashboard", self, self._bundle)

    def __repr__(self) -> str:
        """Its name, and what it shows."""
        facts = page.which_rows(self._of(), self._now)
        return f"Dashboard {self._board.name!r}: {' · '.join(facts)}"


class Dashboards:
    """The dashboards of a dataset.

    >>> ds = vault["penguins"]
    >>> _ = ds.charts.save("Masses", ds.chart(x="body_mass_g"))
    >>> made = ds.dashboards.create("All", charts=[{"chart": "Masses", "width": "full"}])
    >>> ds.dashboards["all"].duplicate().name
    'All 2'
    >>> ds.dashboards.names()
    ['All', 'All 2']
    >>> ds.dashboards["All 2"].delete()
    >>> ds.dashboards
    All  1 chart
    """

    def __init__(self, services: Services, record: Callable[[], DatasetRecord]) -> None:
        self._services = services
        self._of = record

    def list(self) -> Sequence[Dashboard]:
        """All of them, by name; nothing is drawn."""
        known = self._services.boards.list(self._of())
        return [Dashboard(self._services, self._of, each) for each in known]

    def names(self) -> Sequence[str]:
        """Their names."""
        return [each.name for each in self._services.boards.list(self._of())]

    def get(self, name_or_id: str) -> Dashboard:
        """The dashboard with a name or an id.

        Raises:
            DashboardNotFound: there is none.
        """
        board = self._services.boards.get(self._of(), name_or_id)
        return Dashboard(self._services, self._of, board)

    def create(
        self,
        name: str,
        charts: Iterable[Any] = (),
        *,
        filter: Filter | None = None,  # noqa: A002 - what it is called everywhere
        version: str = "",
    ) -> Dashboard:
        """Make a dashboard of kept charts.

        Args:
            name: One that no other dashboard of the dataset has.
            charts: Names or ids of kept charts, in their order, or dicts of ``chart`` and the
                ``width`` (``full``, ``half``, ``third``) and ``height`` (``low``, ``middle``,
                ``tall``) of its tile. Single numbers take a third, all others half a row.
            filter: Which rows all its charts show.
            version: The number of the version it stays with; empty follows the dataset.

        Raises:
            NameTaken: there is a dashboard of that name.
            ChartNotFound: the dataset keeps no chart of that name.
        """
        record = self._of()
        layout = Layout(
            _tiles(self._services, record, charts),
            filter,
            self._services.board_drawer.newest(record),
        )
        layout = pinned(layout, _number(self._services, record, version))
        made = self._services.boards.create(record, name, layout)
        return Dashboard(self._services, self._of, made)

    def __getitem__(self, name_or_id: str) -> Dashboard:
        """The dashboard with a name or an id."""
        return self.get(name_or_id)

    def __contains__(self, name: object) -> bool:
        """Whether there is a dashboard of that name."""
        return name_key(str(name)) in map(name_key, self.names())

    def __iter__(self) -> Iterator[Dashboard]:
        """All of them, by name."""
        return iter(self.list())

    def __len__(self) -> int:
        """How many there are."""
        return len(self.names())

    def _ipython_key_completions_(self) -> Sequence[str]:
        return self.names()

    def __repr__(self) -> str:
        """Names and numbers of charts, one a line."""
        known = self._services.boards.list(self._of())
        if not known:
            return "No dashboard yet: ds.dashboards.create(name, charts=[…]) makes one."
        wide = max(len(each.name) for each in known)
        return "\n".join(
            f"{each.name:<{wide}}  {len(each.layout.tiles)} "
            f"{'chart' if len(each.layout.tiles) == 1 else 'charts'}"
            for each in known
        )


def _number(services: Services, record: DatasetRecord, version: str) -> str:
    if not version:
        return ""
    found: str = services.lineage.find(record, version).number
    return found


def _tiles(services: Services, record: DatasetRecord, charts: Iterable[Any]) -> tuple[Tile, ...]:
    if isinstance(charts, str | Mapping):
        charts = [charts]
    return tuple(_tile(services, record, each) for each in charts)


def _tile(services: Services, record: DatasetRecord, given: Any) -> Tile:
    parts = dict(given) if isinstance(given, Mapping) else {"chart": given}
    for part in parts:
        if part not in _PARTS:
            raise BadArgument(
                f"A chart of a dashboard has no part {part!r}.",
                hint=f"Parts: {', '.join(_PARTS)}.",
                field="charts",
            )
    name = parts.get("chart")
    if not isinstance(name, str):
        raise BadArgument("charts= are names of kept charts.", field="charts")
    tile = services.board_drawer.fresh(record, name)
    width = word_of(Width, parts.get("width", tile.width), "width")
    height = word_of(Height, parts.get("height", tile.height), "height")
    return replace(tile, width=width, height=height)
