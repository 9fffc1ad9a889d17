"""One dataset as a widget: what it is, and its rows."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from datavault_jupyter import stills
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.dataset import Dataset
from datavault_jupyter.features.content.grid_view import GridView
from datavault_jupyter.features.content.records import ContentQuery, Selection
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.using import notebook_path
from datavault_jupyter.widgets.base import View, refused_as_trait_error
from datavault_jupyter.widgets.selection import RowSelection, chosen_of

if TYPE_CHECKING:
    from datavault_jupyter.features.sql.rows import Rows

TABS = ("overview", "content", "analytics", "studio", "versions")
# What a screen shows at first; more is asked for when somebody scrolls.
FIRST_ROWS = 60
FIRST_COLUMNS = 16


class DatasetView(View):
    """One dataset: Overview and Content, with filter, sort, search and selection.

    Args:
        dataset: The dataset.
        tab: ``overview``, ``content``, ``analytics``, ``studio`` or ``versions``.
        height: Of the rows' part at most, in pixels.
        keep_rows: Whether rows may stay in the saved notebook; the vault's setting by default.

    Attributes:
        dataset_id: The dataset's id.
        tab: Which tab is open.
        view: Columns, filters, search and sorts of the grid, see `GridView`: a dict with
            ``columns``, ``filters``, ``search``, ``sorts``, ``widths``, ``is_wrapping``,
            ``pinned``.
        selection: The chosen rows: ``selection.df()``, ``.relation()`` and so on. Set it to a
            list of row ids to choose rows.
        height: Of the rows' part at most, in pixels.

    >>> import datavault_jupyter as dv
    >>> view = dv.DatasetView(vault["penguins"], tab="content")
    >>> view.view = {"sorts": [{"column": "body_mass_g", "is_descending": True}]}
    >>> view.rows().df()["body_mass_g"].tolist()
    [5000, 3500, 3000]
    >>> view.selection
    No row is chosen.
    >>> view.close()
    """

    panel: ClassVar[str] = "dataset"

    dataset_id = traitlets.Unicode().tag(sync=True)
    tab = traitlets.Enum(TABS, default_value="overview").tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    selection = traitlets.Any().tag(
        sync=True,
        to_json=lambda value, _widget: value.to_wire() if value is not None else None,
        from_json=lambda value, widget: widget.chosen(value),
    )
    height = traitlets.Int(560, min=200, max=4000).tag(sync=True)

    def __init__(
        self,
        dataset: Dataset,
        *,
        tab: str = "overview",
        keep_rows: bool | None = None,
        **traits: Any,
    ) -> None:
        self._dataset = dataset
        services = dataset._services  # noqa: SLF001 - the views are the dataset's own faces
        services.notebooks.note(dataset.known, notebook_path())
        super().__init__(
            services,
            keep_rows=keep_rows,
            dataset_id=dataset.id,
            tab=tab,
            **{"view": {}, "selection": Selection(), **traits},
        )

    @property
    def dataset(self) -> Dataset:
        """The dataset on show."""
        return self._dataset

    def rows(self) -> Rows:
        """The rows that the view's filters keep, in its order, not yet fetched."""
        return self._fetch(self._grid.query, None)

    def chosen(self, value: object) -> RowSelection:
        """A selection of this view out of row ids or the browser's form.

        Raises:
            BadArgument: it is none.
        """
        return RowSelection(self._fetch, self._grid.query, chosen_of(value))

    @property
    def _grid(self) -> GridView:
        made: GridView = decoded(GridView, self.view, "view")
        return made

    def _fetch(self, query: ContentQuery, chosen: Selection | None) -> Rows:
        record = self._dataset._record  # noqa: SLF001 - as above
        return self._services.content.selection(record, query, chosen)

    @traitlets.validate("view")
    def _check_view(self, proposal: Any) -> dict[str, Any]:
        with refused_as_trait_error():
            grid: GridView = decoded(GridView, dict(proposal["value"]), "view")
            known = self._dataset._services.datasets.columns(self._dataset.known)  # noqa: SLF001
            for name in (*(grid.columns or ()), *(sort.column for sort in grid.sorts)):
                known.named(name)
        made: dict[str, Any] = encoded(grid)
        return made

    @traitlets.validate("selection")
    def _check_selection(self, proposal: Any) -> RowSelection:
        with refused_as_trait_error():
            return self.chosen(proposal["value"])

    @traitlets.validate("dataset_id")
    def _check_dataset(self, proposal: Any) -> str:
        with refused_as_trait_error():
            record = self._dataset._services.datasets.get(proposal["value"])  # noqa: SLF001
        if record.id != self._dataset.id:
            self._dataset = Dataset(self._dataset._services, record)  # noqa: SLF001
        return record.id

    def _first_paint(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        named = {"dataset_id": self.dataset_id}
        boot: dict[str, Any] = {}
        frames: dict[str, bytes] = {}
        try:
            boot["datasets.describe"], _ = self._answer("datasets.describe", named)
            boot["content.describe"], _ = self._answer("content.describe", named)
            if self.keep_rows:
                asked = self._first_page(boot)
                page, frames = self._answer("content.page", {**named, **asked})
                boot["content.page"] = {**asked, "page": page}
        except VaultError:
            pass  # the panel asks by itself, and says what is wrong
        return boot, frames

    def _first_page(self, boot: Mapping[str, Any]) -> dict[str, Any]:
        grid = self._grid
        names = [column["name"] for column in boot["content.describe"]["columns"]]
        shown = list(grid.columns or names)[:FIRST_COLUMNS]
        return {"columns": shown, "query": encoded(grid.query), "limit": FIRST_ROWS}

    def _still(self) -> dict[str, str]:
        if self.tab == "versions":
            return stills.of_versions(self._dataset)
        if self.tab == "analytics" and self.keep_rows:
            with contextlib.suppress(VaultError):
                return self._dataset.analytics.summary()._repr_mimebundle_()
        return self._dataset._bundle(keep_rows=self.keep_rows)  # noqa: SLF001 - as above
