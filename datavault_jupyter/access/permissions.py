"""The one table of permissions: which standing may do what. Code and tests read it."""

from __future__ import annotations

from enum import StrEnum

from datavault_jupyter.access.roles import Standing


class Action(StrEnum):
    """Everything the vault can be asked to do."""

    DATASET_VIEW = "dataset.view"
    DATASET_EXPORT = "dataset.export"
    DATASET_CREATE = "dataset.create"
    DATASET_EDIT = "dataset.edit"
    DATASET_ARCHIVE = "dataset.archive"
    DATASET_DELETE = "dataset.delete"
    DATASET_SHARE = "dataset.share"
    PROJECT_VIEW = "project.view"
    PROJECT_CREATE = "project.create"
    PROJECT_EDIT = "project.edit"
    PROJECT_MEMBERS = "project.members"
    PIPELINE_VIEW = "pipeline.view"
    PIPELINE_EDIT = "pipeline.edit"
    PIPELINE_WORK = "pipeline.work"
    PEOPLE_VIEW = "people.view"
    PEOPLE_EDIT = "people.edit"
    AUDIT_VIEW = "audit.view"
    VAULT_MEND = "vault.mend"
    VAULT_SETTINGS = "vault.settings"

    @property
    def words(self) -> str:
        """As it reads after "may not"."""
        return _WORDS[self]


_WORDS = {
    Action.DATASET_VIEW: "see this dataset",
    Action.DATASET_EXPORT: "export this dataset",
    Action.DATASET_CREATE: "add datasets here",
    Action.DATASET_EDIT: "change this dataset",
    Action.DATASET_ARCHIVE: "archive this dataset",
    Action.DATASET_DELETE: "delete this dataset",
    Action.DATASET_SHARE: "share this dataset by a link",
    Action.PROJECT_VIEW: "see this project",
    Action.PROJECT_CREATE: "create projects",
    Action.PROJECT_EDIT: "change this project",
    Action.PROJECT_MEMBERS: "change the members of this project",
    Action.PIPELINE_VIEW: "see this pipeline",
    Action.PIPELINE_EDIT: "change this pipeline",
    Action.PIPELINE_WORK: "work on the tasks of this pipeline",
    Action.PEOPLE_VIEW: "see who works with this vault",
    Action.PEOPLE_EDIT: "change the roles of people",
    Action.AUDIT_VIEW: "see the audit trail",
    Action.VAULT_MEND: "mend this vault",
    Action.VAULT_SETTINGS: "change the settings of this vault",
}

_SYS = frozenset({Standing.SYS_ADMIN})
_ADMINS = _SYS | {Standing.ORG_ADMIN}
_OWNERS = _ADMINS | {Standing.OWNER}
_READERS = _OWNERS | {Standing.VIEWER}

ALLOWED: dict[Action, frozenset[Standing]] = {
    Action.DATASET_VIEW: _READERS,
    Action.DATASET_EXPORT: _READERS,
    Action.DATASET_CREATE: _OWNERS,
    Action.DATASET_EDIT: _OWNERS,
    Action.DATASET_ARCHIVE: _OWNERS,
    Action.DATASET_DELETE: _OWNERS,
    Action.DATASET_SHARE: _OWNERS,
    Action.PROJECT_VIEW: _READERS,
    Action.PROJECT_CREATE: _ADMINS,
    Action.PROJECT_EDIT: _OWNERS,
    Action.PROJECT_MEMBERS: _OWNERS,
    Action.PIPELINE_VIEW: _READERS,
    Action.PIPELINE_EDIT: _OWNERS,
    # Also who is named at a node, whatever their role: see the tasks' service.
    Action.PIPELINE_WORK: _OWNERS,
    Action.PEOPLE_VIEW: _ADMINS,
    Action.PEOPLE_EDIT: _ADMINS,
    Action.AUDIT_VIEW: _ADMINS,
    Action.VAULT_MEND: _ADMINS,
    Action.VAULT_SETTINGS: _ADMINS,
}


def is_allowed(action: Action, standing: Standing) -> bool:
    """Whether a standing may do an action.

    >>> is_allowed(Action.DATASET_DELETE, Standing.VIEWER)
    False
    """
    return standing in ALLOWED[action]
