"""A person, and an entry of the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from datavault_jupyter.access import OrgRole


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the vault knows.

    Attributes:
        id: ``prs_…``.
        identity: The name Jupyter or the system gives them.
        role: Their role in the vault; None: known by name only.
    """

    key: int
    id: str
    identity: str
    display_name: str
    role: OrgRole | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, and when.

    Attributes:
        at: When, in UTC.
        actor: The identity of who did it.
        action: What, such as ``dataset.delete``.
        resource: The id of what it was done to; it may no longer exist.
        resource_name: The name it had then.
        details: What else is worth knowing.
    """

    at: datetime
    actor: str
    action: str
    resource: str
    resource_name: str
    details: dict[str, Any]
