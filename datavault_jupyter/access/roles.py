"""Roles people hold, and the standing they add up to at a place."""

from __future__ import annotations

from enum import StrEnum


class OrgRole(StrEnum):
    """What somebody is in the whole vault."""

    SYS_ADMIN = "sys_admin"
    ORG_ADMIN = "org_admin"
    PROJECT_ADMIN = "project_admin"
    CONTRIBUTOR = "contributor"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.replace("_", " ").capitalize()


class ProjectRole(StrEnum):
    """What a Project Admin is within one project."""

    OWNER = "owner"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.capitalize()


class DatasetRole(StrEnum):
    """What somebody is on one dataset."""

    ADMIN = "admin"
    VIEWER = "viewer"


class Standing(StrEnum):
    """What an actor is at a place, all roles taken together; the table of permissions reads it."""

    SYS_ADMIN = "sys_admin"
    ORG_ADMIN = "org_admin"
    OWNER = "owner"
    VIEWER = "viewer"
    NONE = "none"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.replace("_", " ").capitalize()


_RANK = {
    Standing.NONE: 0,
    Standing.VIEWER: 1,
    Standing.OWNER: 2,
    Standing.ORG_ADMIN: 3,
    Standing.SYS_ADMIN: 4,
}


def standing(
    org: OrgRole | None, project: ProjectRole | None = None, dataset: DatasetRole | None = None
) -> Standing:
    """The highest of the roles somebody holds at a place.

    A Contributor has none, whatever else they hold: contributors never reach the vault. A
    project role counts for Project Admins; a dataset role for anybody else, too.

    >>> standing(OrgRole.PROJECT_ADMIN, ProjectRole.VIEWER, DatasetRole.ADMIN)
    <Standing.OWNER: 'owner'>
    >>> standing(OrgRole.CONTRIBUTOR, ProjectRole.OWNER, DatasetRole.ADMIN)
    <Standing.NONE: 'none'>
    """
    if org is OrgRole.CONTRIBUTOR:
        return Standing.NONE
    held = [Standing.NONE]
    if org is OrgRole.SYS_ADMIN:
        held.append(Standing.SYS_ADMIN)
    if org is OrgRole.ORG_ADMIN:
        held.append(Standing.ORG_ADMIN)
    if org is OrgRole.PROJECT_ADMIN and project is not None:
        held.append(Standing.OWNER if project is ProjectRole.OWNER else Standing.VIEWER)
    if dataset is not None:
        held.append(Standing.OWNER if dataset is DatasetRole.ADMIN else Standing.VIEWER)
    return max(held, key=_RANK.__getitem__)
