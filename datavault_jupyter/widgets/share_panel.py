"""Sharing as a widget: who may open a dataset by a link, what of it, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from datavault_jupyter.display import html
from datavault_jupyter.widgets.base import View

if TYPE_CHECKING:
    from datavault_jupyter.dataset import Dataset


class SharePanel(View):
    """The link to a dataset: who may open it, until when, without which columns, who has opened it.

    ``ds.share()`` opens it in a notebook. Nothing is shared before somebody makes the link.

    Args:
        dataset: What is shared.

    Attributes:
        dataset_id: The dataset's id.

    >>> import datavault_jupyter as dv
    >>> panel = dv.SharePanel(vault["penguins"])
    >>> panel.dataset_id == vault["penguins"].id
    True
    >>> panel.close()
    """

    panel: ClassVar[str] = "share"

    dataset_id = traitlets.Unicode().tag(sync=True)
    _name = traitlets.Unicode().tag(sync=True)

    def __init__(self, dataset: Dataset, **traits: Any) -> None:
        # The link is for whom it is given to: a saved notebook keeps none.
        traits.setdefault("keep_rows", False)
        super().__init__(
            dataset._services,  # noqa: SLF001 - the views are the dataset's own faces
            dataset_id=dataset.id,
            _name=dataset.name,
            **traits,
        )

    def _still(self) -> dict[str, str]:
        title = f"Share {self._name}"
        said = "Run the cell to see who may open it."
        return {"text/plain": f"{title}. {said}", "text/html": html.frame(title, text=said)}
