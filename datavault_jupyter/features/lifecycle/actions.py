"""What an actor may do with a dataset right now, and the sentence where they may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from datavault_jupyter.access import (
    NOWHERE,
    Action,
    DatasetRole,
    OrgRole,
    Place,
    Policy,
    ProjectRole,
    RoleBook,
)
from datavault_jupyter.features.datasets.records import (
    DatasetRecord,
    DatasetSource,
    DatasetStatus,
)
from datavault_jupyter.features.lifecycle import rules

RENAME, ARCHIVE, UNARCHIVE, DELETE, EXPORT = "rename", "archive", "unarchive", "delete", "export"
SHARE = "share"
ACTIONS = {
    RENAME: Action.DATASET_EDIT,
    ARCHIVE: Action.DATASET_ARCHIVE,
    UNARCHIVE: Action.DATASET_ARCHIVE,
    DELETE: Action.DATASET_DELETE,
    EXPORT: Action.DATASET_EXPORT,
    SHARE: Action.DATASET_SHARE,
}


class _RolesNow:
    """The roles of an actor read once, for a page of decisions."""

    def __init__(self, roles: RoleBook) -> None:
        self._name = roles.actor_name
        self._org = roles.org_role()
        self._projects = dict(roles.project_roles())
        self._datasets = dict(roles.dataset_roles())

    @property
    def actor_name(self) -> str:
        """Who asks."""
        return self._name

    def org_role(self) -> OrgRole | None:
        """Their role in the vault."""
        return self._org

    def project_roles(self) -> Mapping[int, ProjectRole]:
        """By project."""
        return self._projects

    def dataset_roles(self) -> Mapping[int, DatasetRole]:
        """By dataset."""
        return self._datasets


class RowJudge:
    """Judges a page of datasets; implements `listed.Judge`.

    The roles are read once; each action asks again when it is really done.

    Args:
        roles: Where they are read.
        shares_imported: Whether datasets without a pipeline may be shared by links, too.
    """

    def __init__(self, roles: RoleBook, shares_imported: Callable[[], bool] = bool) -> None:
        held = _RolesNow(roles)
        self._shares_imported = cache(shares_imported)
        self._policy = Policy(held)
        self._projects = [Place(project_id=key) for key in held.project_roles()]

    def refused(self, record: DatasetRecord) -> Mapping[str, str]:
        """By action: why it isn't allowed. What is allowed is absent."""
        reasons = {
            word: _of_role(self._policy, action, record) or self._of_state(word, record)
            for word, action in ACTIONS.items()
        }
        return {word: reason for word, reason in reasons.items() if reason}

    def _of_state(self, word: str, record: DatasetRecord) -> str:
        if word == SHARE and record.source is not DatasetSource.PIPELINE:
            # Asked once for a page, and only where it decides.
            return "" if self._shares_imported() else "Only datasets of a pipeline are shared"
        return _of_state(word, record)

    def import_refused(self) -> str:
        """Why they may add datasets nowhere; empty where they may."""
        places = [NOWHERE, *self._projects]
        if any(self._policy.allows(Action.DATASET_CREATE, place) for place in places):
            return ""
        return "Your role only lets you look at datasets here"


def _of_role(policy: Policy, action: Action, record: DatasetRecord) -> str:
    if policy.allows(action, record.place):
        return ""
    return f"You may not {action.words}"


def _of_state(word: str, record: DatasetRecord) -> str:
    if word == ARCHIVE and record.is_archived:
        return "It is archived already"
    if word == UNARCHIVE and not record.is_archived:
        return "It isn't archived"
    if word in (ARCHIVE, DELETE) and rules.is_collecting_now(record):
        return "Collecting. Pause or complete the pipeline first"
    if word == DELETE and record.is_read_only:
        return "Read-only. Make it writable first"
    if word == RENAME:
        return _of_name(record)
    return ""


def _of_name(record: DatasetRecord) -> str:
    if record.source is DatasetSource.PIPELINE and record.pipeline_name is not None:
        return "It takes its name from its pipeline"
    if record.status is DatasetStatus.ORPHANED:
        return "Orphaned. Its pipeline was deleted, so it is read-only"
    return "Read-only. Make it writable first" if record.is_read_only else ""
