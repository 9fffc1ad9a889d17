"""The listing of a vault as a widget."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from datavault_jupyter.base.checking import words_of
from datavault_jupyter.base.ids import is_id
from datavault_jupyter.dataset import Dataset
from datavault_jupyter.features.datasets.records import DatasetKind, DatasetSource, DatasetStatus
from datavault_jupyter.vault import Vault
from datavault_jupyter.widgets.base import View, refused_as_trait_error

_KNOWN = {
    "statuses": DatasetStatus,
    "sources": DatasetSource,
    "kinds": DatasetKind,
}
# Under this name a person keeps columns, widths and the length of pages.
PREFERENCES = "listing"
_NO_FILTERS = {
    "statuses": [],
    "sources": [],
    "kinds": [],
    "projects": [],
    "has_archived": False,
}


class Listing(View):
    """All datasets of a vault: search, filter, sort, open, rename, archive, delete.

    Args:
        vault: The vault.
        keep_rows: Whether rows may stay in the saved notebook; the vault's setting by default.

    Attributes:
        search: A text anywhere in the name, upper or lower case.
        filters: ``statuses``, ``sources``, ``kinds`` (master, clone, merge) and ``projects``
            (lists of words; empty means all) and ``has_archived``.
        selected: The ids of the chosen datasets, in the order of choosing.
        dataset_id: The id of the dataset that is open inside the listing; empty for the list.

    >>> import datavault_jupyter as dv
    >>> listing = dv.Listing(vault)
    >>> listing.search = "peng"
    >>> listing.selected = [vault["penguins"].id]
    >>> [ds.name for ds in listing.datasets]
    ['penguins']
    >>> listing.close()
    """

    panel: ClassVar[str] = "listing"

    search = traitlets.Unicode().tag(sync=True)
    filters = traitlets.Dict().tag(sync=True)
    selected = traitlets.List(traitlets.Unicode()).tag(sync=True)
    dataset_id = traitlets.Unicode().tag(sync=True)
    # Which tab of the open dataset, or that the import panel is open.
    _place = traitlets.Dict().tag(sync=True)
    _title = traitlets.Unicode().tag(sync=True)

    def __init__(self, vault: Vault, *, keep_rows: bool | None = None, **traits: Any) -> None:
        self._vault = vault
        traits.setdefault("filters", {})
        super().__init__(vault._services, keep_rows=keep_rows, _title=vault.name, **traits)  # noqa: SLF001 - the views are the vault's own faces
        # Whoever looks at the list will look at rows next; the other views load what they need.
        self._services.content.get_ready()

    @property
    def datasets(self) -> list[Dataset]:
        """The chosen datasets; those that were deleted meanwhile are left out."""
        found = (self._vault.find(each) for each in self.selected)
        return [dataset for dataset in found if dataset is not None]

    @traitlets.validate("filters")
    def _check_filters(self, proposal: Any) -> dict[str, Any]:
        given = dict(proposal["value"])
        with refused_as_trait_error():
            for name, kind in _KNOWN.items():
                given[name] = [str(word) for word in words_of(kind, given.get(name), name)]
        projects = given.get("projects", [])
        given["projects"] = [projects] if isinstance(projects, str) else list(projects or [])
        given["has_archived"] = bool(given.get("has_archived", False))
        unknown = sorted(set(given) - set(_NO_FILTERS))
        if unknown:
            raise traitlets.TraitError(
                f"{unknown[0]!r} is no filter of the listing. It takes {', '.join(_NO_FILTERS)}."
            )
        return given

    @traitlets.validate("selected")
    def _check_selected(self, proposal: Any) -> list[str]:
        for each in proposal["value"]:
            if not is_id(each, "dst"):
                raise traitlets.TraitError(f"{each!r} is no dataset's id (dst_…).")
        return list(dict.fromkeys(proposal["value"]))

    def _first_paint(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        kept, _ = self._answer("preferences.get", {"name": PREFERENCES})
        chosen = kept["value"] or {}
        asked = {"search": self.search, **self.filters}
        if isinstance(size := chosen.get("page_size"), int):
            asked["limit"] = size
        listed, _ = self._answer("datasets.list", asked)
        return {"datasets.list": listed, "preferences": chosen}, {}

    def _still(self) -> dict[str, str]:
        return self._vault._bundle()  # noqa: SLF001 - the still copy of the very same listing
