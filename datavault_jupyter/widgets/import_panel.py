"""The import of a file as a widget."""

from __future__ import annotations

import os
from typing import Any, ClassVar

import traitlets

from datavault_jupyter.display import html
from datavault_jupyter.vault import Vault
from datavault_jupyter.widgets.base import View


class ImportPanel(View):
    """Bring a file in: drop it or type its path, look at the preview, import.

    Args:
        vault: The vault.
        path: A file to preview at once.

    Attributes:
        path: The file that is looked at; set it to preview another.
        dataset_id: The id of the dataset the last import made; empty before.

    >>> import datavault_jupyter as dv
    >>> panel = dv.ImportPanel(vault)
    >>> panel.path
    ''
    >>> panel.close()
    """

    panel: ClassVar[str] = "import"

    path = traitlets.Unicode().tag(sync=True)
    dataset_id = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, vault: Vault, path: str | os.PathLike[str] | None = None, **traits: Any
    ) -> None:
        self._vault = vault
        place = os.fspath(path) if path is not None else ""
        super().__init__(vault._services, path=place, **traits)  # noqa: SLF001 - the views are the vault's own faces

    def _still(self) -> dict[str, str]:
        said = f"Import into {self._vault.name}: run the cell to choose a file."
        return {"text/plain": said, "text/html": html.frame("Import file", text=said)}
