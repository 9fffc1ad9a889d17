"""Why the Hub gave nothing, in a form that a panel can draw."""

from __future__ import annotations

from dataclasses import replace

from datavault_jupyter.base.errors import HubError, VaultError
from datavault_jupyter.features.hub.records import HubProblem


def problem_of(error: VaultError) -> HubProblem:
    """The problem that an error tells of."""
    made = HubProblem(error.message, error.hint, error.code, is_retryable=error.retryable)
    if isinstance(error, HubError):
        return replace(made, url=error.url, retry_after_s=error.retry_after_s)
    return made
