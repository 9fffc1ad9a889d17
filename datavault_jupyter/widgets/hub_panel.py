"""The Hugging Face Hub as a widget."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.display import html
from datavault_jupyter.vault import Vault
from datavault_jupyter.widgets.base import View


class HubPanel(View):
    """Search the Hub, look into a dataset, choose what of it is wanted, import.

    Args:
        vault: The vault.
        text: What to look for at once.
        repo_id: A dataset to look into at once, ``owner/name``.

    Attributes:
        text: What is looked for; set it to search for something else.
        repo_id: The dataset that is looked into; empty where none is. Set it to look into another.
        dataset_id: The id of the dataset in the vault that was opened after its import; empty
            before.

    Raises:
        BadArgument: `text` or `repo_id` is no text.

    >>> import datavault_jupyter as dv
    >>> panel = dv.HubPanel(vault, "imdb")
    >>> panel.text
    'imdb'
    >>> panel.close()
    """

    panel: ClassVar[str] = "hub"

    text = traitlets.Unicode().tag(sync=True)
    repo_id = traitlets.Unicode().tag(sync=True)
    dataset_id = traitlets.Unicode().tag(sync=True)

    def __init__(self, vault: Vault, text: str = "", *, repo_id: str = "", **traits: Any) -> None:
        for name, value in (("text", text), ("repo_id", repo_id)):
            if not isinstance(value, str):
                raise BadArgument(f"{name}={value!r} is no text.", field=name)
        self._vault = vault
        given = {"text": text, "repo_id": repo_id, **traits}
        super().__init__(vault._services, **given)  # noqa: SLF001 - the views are the vault's own faces

    def _still(self) -> dict[str, str]:
        said = f"Hugging Face Hub, for {self._vault.name}: run the cell to search."
        return {"text/plain": said, "text/html": html.frame("Hugging Face Hub", text=said)}
