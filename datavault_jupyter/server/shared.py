"""What may be asked by a link, in one table, and the desk that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from datavault_jupyter.access import Identity
from datavault_jupyter.base.errors import DatasetNotFound, NotAllowed, Unexpected, VaultError
from datavault_jupyter.guest import Found, GuestServices, look
from datavault_jupyter.protocol import messages
from datavault_jupyter.protocol.dispatcher import Dispatcher
from datavault_jupyter.protocol.operations import Call, Operation
from datavault_jupyter.server import offers
from datavault_jupyter.server.desk import Answer, nowhere, refused
from datavault_jupyter.server.shelf import Shelf

# Who may not export may copy what they look at: as many rows as a page has.
MOST_COPIED = 1_000
_READS = ("cell", "copy", "count", "describe", "page", "position", "row", "summary", "values")
_TAKES = ("cancel", "estimate", "file", "job", "options", "start", "target")
_EXPORTS = frozenset(f"exports.{verb}" for verb in _TAKES)
_ROWS = frozenset(f"content.{verb}" for verb in _READS)
SHARED = _ROWS | _EXPORTS | {"share.describe", "studio.charts", "studio.draw"}


def _only_some(args: Any, services: GuestServices) -> Any:
    if services.opened.can_export:
        return args
    return replace(args, limit=min(args.limit, MOST_COPIED))


def _without_code(_args: Any, made: Any) -> Any:
    """The cell that draws a chart again names the vault's folder; its query, how rows lie there."""
    return replace(made, code="", sql="")


def _job_to_fetch(args: Any, made: Any) -> Any:
    """By its name; that it lies in the vault is nothing to whoever sees no list of exports."""
    return replace(offers.TOLD["exports.job"](args, made), is_in_vault=False)


_CHECKS: dict[str, Callable[[Any, Any], Any]] = {
    "content.copy": _only_some,
    "exports.start": offers.CHECKS["exports.start"],
    "exports.target": offers.CHECKS["exports.target"],
}
_TOLD: dict[str, Callable[[Any, Any], Any]] = {
    "studio.draw": _without_code,
    **{f"exports.{verb}": _job_to_fetch for verb in ("cancel", "job", "start")},
    **{f"exports.{verb}": offers.TOLD[f"exports.{verb}"] for verb in ("options", "target")},
}


def kind_of(op: str) -> offers.Kind:
    """What an operation does, in the words of Jupyter's `Authorizer`.

    >>> kind_of("exports.start").value, kind_of("share.describe").value
    ('write', 'read')
    """
    offer = offers.OFFERS.get(op)
    return offer.kind if offer is not None else offers.Kind.READ


class SharedDesk:
    """Opens links, and answers what is asked by them. Nothing is remembered of either.

    Args:
        shelf: The vaults.
        code: Operations that need no vault: the views' own code.
    """

    def __init__(self, shelf: Shelf, code: Mapping[str, Operation] | None = None) -> None:
        self._shelf = shelf
        self._code = code or {}

    def look(self, token: str, identity: Identity | None) -> Found:
        """What a token opens, now, for whoever is signed in, in whichever vault.

        Every vault is asked whatever the others say, so that the time tells nothing.
        """
        made = Found()
        for each in self._shelf.every():
            with suppress(VaultError):
                found = look(each.store, token, identity)
                made = found if found.kind is not None else made
        return made

    def answer(self, asked: messages.Question, services: GuestServices, call: Call) -> Answer:
        """The answer to a question, or its refusal. Never raises."""
        if asked.op in self._code:
            return Dispatcher(self._code, nowhere).answered(asked, call)
        try:
            known = _known(asked, services)
        except VaultError as error:
            return refused(asked.ask, error)
        except BaseException as error:  # noqa: BLE001 - silence would leave the view waiting
            return refused(asked.ask, Unexpected(f"The share can't be opened: {error!r}."))
        return Dispatcher({known.name: known}, nowhere).answered(asked, call)


def _known(asked: messages.Question, services: GuestServices) -> Operation:
    """The operation as it is offered by a link.

    Raises:
        NotAllowed: it is not.
        DatasetNotFound: it is about something else than what the link opens.
    """
    op, opened = asked.op, services.opened
    if op not in SHARED or (op in _EXPORTS and not opened.can_export):
        raise NotAllowed(f"By this link {op[:80]!r} is not offered.")
    about = asked.args.get("dataset_id") if isinstance(asked.args, Mapping) else None
    if about is not None and about != opened.dataset_id:
        raise DatasetNotFound("By this link there is no such dataset.")
    known, check, told = services.operations[op], _CHECKS.get(op), _TOLD.get(op)

    def run(args: Any, call: Call) -> Any:
        made = known.run(check(args, services) if check else args, call)
        return told(args, made) if told else made

    return replace(known, run=run)
