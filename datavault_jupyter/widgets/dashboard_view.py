"""A dashboard as a widget."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.dashboard import Dashboard
from datavault_jupyter.widgets.base import View


class DashboardView(View):
    """A dashboard: its charts in a grid, one filter for all, marks that filter the others.

    ``dashboard.show()`` opens it, and a dashboard at the end of a cell.

    Args:
        dashboard: The dashboard.
        keep_rows: Whether numbers may stay in the saved notebook; the vault's setting by default.

    Attributes:
        dataset_id: The dataset's id.
        dashboard_id: The dashboard's id.

    >>> import datavault_jupyter as dv
    >>> view = dv.DashboardView(vault["penguins"].dashboards.create("Empty"))
    >>> view.dashboard.name
    'Empty'
    >>> view.close()
    """

    panel: ClassVar[str] = "board"

    dataset_id = traitlets.Unicode().tag(sync=True)
    dashboard_id = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, dashboard: Dashboard, *, keep_rows: bool | None = None, **traits: Any
    ) -> None:
        self._dashboard = dashboard
        super().__init__(
            dashboard._services,  # noqa: SLF001 - the views are the dashboard's own faces
            keep_rows=keep_rows,
            dataset_id=dashboard.dataset_id,
            dashboard_id=dashboard.id,
            **traits,
        )

    @property
    def dashboard(self) -> Dashboard:
        """The dashboard on show."""
        return self._dashboard

    def _first_paint(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        asked = {"dataset_id": self.dataset_id, "board_id": self.dashboard_id}
        try:
            state, _ = self._answer("boards.open", asked)
        except VaultError:
            return {}, {}  # the panel asks by itself, and says what is wrong
        return {"boards.open": state}, {}

    def _still(self) -> dict[str, str]:
        return self._dashboard._bundle(keep_rows=self.keep_rows)  # noqa: SLF001 - as above
