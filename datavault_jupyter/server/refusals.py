"""What only the server part refuses, and the HTTP status of every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datavault_jupyter.base.errors import NotAllowed, NotFound, Refused, VaultError


class ServerBusy(VaultError):
    """All workers are taken, and as many questions wait as may."""

    code = "server_busy"
    hint = "Ask again in a moment."
    retryable = True


class TooManyGuesses(VaultError):
    """Too many links that open nothing were tried."""

    code = "too_many_guesses"
    hint = "Wait a minute, then open the link again."
    retryable = True


class VaultNotFound(NotFound):
    """The server offers this person no vault of that name or id."""

    code = "vault_not_found"


class KernelOnly(Refused):
    """Something that only a kernel may do: it reads or writes files of the machine."""

    code = "kernel_only"
    hint = "Do it in a notebook."


class OwnerOnly(NotAllowed):
    """Something that works with the accounts of whom the server belongs to."""

    code = "owner_only"


class TooLarge(VaultError):
    """A question of more bytes than the server takes."""

    code = "too_large"


_STATUS = {
    "bad_argument": 400,
    "not_allowed": 403,
    "owner_only": 403,
    "kernel_only": 403,
    "too_large": 413,
    "too_many_guesses": 429,
    "server_busy": 503,
    "vault_busy": 503,
    "unexpected": 500,
    "storage_fault": 500,
}
_NOT_FOUND = 404
_REFUSED = 409


def status_of(message: Mapping[str, Any]) -> int:
    """The HTTP status of an answer.

    >>> status_of({"ok": True}), status_of({"ok": False, "error": {"code": "dataset_not_found"}})
    (200, 404)
    """
    if message["ok"]:
        return 200
    code = message["error"]["code"]
    if code in _STATUS:
        return _STATUS[code]
    return _NOT_FOUND if code.endswith("not_found") else _REFUSED
