"""People and projects as a widget: who may do what where, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.display import html
from datavault_jupyter.widgets.base import View, refused_as_trait_error

if TYPE_CHECKING:
    from datavault_jupyter.vault import Vault


class PeoplePanel(View):
    """Projects with their members, datasets and pipelines; people and their roles; the audit trail.

    What is shown is what one's role lets one see: people and the audit trail are for admins of the
    vault, a project's members for its owners.

    Args:
        vault: The vault.
        tab: ``projects``, ``people`` or ``audit``.
        project: The project that is open, by name or id.

    Attributes:
        tab: What is shown.
        project_id: The project that is open; empty: all are listed. Set it to go to another.

    Raises:
        TraitError: there is no such tab or project.

    >>> import datavault_jupyter as dv
    >>> _ = vault.projects.create("Teaching")
    >>> panel = dv.PeoplePanel(vault, project="Teaching")
    >>> panel.tab, panel.project_id[:4]
    ('projects', 'prj_')
    >>> panel.close()
    """

    panel: ClassVar[str] = "people"

    tab = traitlets.Enum(("projects", "people", "audit"), default_value="projects").tag(sync=True)
    project_id = traitlets.Unicode().tag(sync=True)

    def __init__(self, vault: Vault, *, project: str = "", **traits: Any) -> None:
        traits["project_id"] = project or traits.get("project_id", "")
        traits.setdefault("keep_rows", False)
        super().__init__(vault._services, **traits)  # noqa: SLF001 - the views are their own faces

    @traitlets.validate("project_id")
    def _check_project(self, proposal: Any) -> str:
        name = str(proposal["value"])
        if not name:
            return name
        with refused_as_trait_error():
            return self._services.projects.get(name).id

    def _still(self) -> dict[str, str]:
        try:
            names = [each.name for each in self._services.projects.list()]
        except VaultError as error:
            names, said = [], str(error)
        else:
            said = "Projects: " + ", ".join(names) if names else "No project yet."
        title = "People and projects"
        return {"text/plain": f"{title}. {said}", "text/html": html.frame(title, text=said)}
