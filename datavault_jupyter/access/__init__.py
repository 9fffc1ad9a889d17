"""Who asks, what their role is, and the one table that says what a role may do."""

from datavault_jupyter.access.actors import Identity, identify
from datavault_jupyter.access.permissions import ALLOWED, Action
from datavault_jupyter.access.policy import NOWHERE, Place, Policy, RoleBook, Visibility
from datavault_jupyter.access.roles import DatasetRole, OrgRole, ProjectRole, Standing

__all__ = [
    "ALLOWED",
    "NOWHERE",
    "Action",
    "DatasetRole",
    "Identity",
    "OrgRole",
    "Place",
    "Policy",
    "ProjectRole",
    "RoleBook",
    "Standing",
    "Visibility",
    "identify",
]
