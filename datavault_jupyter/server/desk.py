"""Answers a question that came over HTTP: who asks, and whether that is offered to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from datavault_jupyter.base.errors import BadArgument, Unexpected, VaultError
from datavault_jupyter.protocol import messages
from datavault_jupyter.protocol.dispatcher import Dispatcher
from datavault_jupyter.protocol.operations import Call, Operation
from datavault_jupyter.server.offers import CHECKS, OFFERS, TOLD, Kind, Offer
from datavault_jupyter.server.refusals import KernelOnly, OwnerOnly
from datavault_jupyter.server.shelf import Shelf
from datavault_jupyter.server.visitors import Visitor
from datavault_jupyter.services import Services

Answer = tuple[dict[str, Any], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Envelope:
    """A question, and to which vault it goes.

    Attributes:
        asked: The question as every transport carries it.
        vault: Name or id of the vault.
        channel: The asker's line for news; empty where they don't listen.
        is_read_only: Refuse it unless it only reads: the asker may have asked a kernel, too.
        offer: What is offered under the name of its operation.
    """

    asked: messages.Question
    vault: str
    channel: str
    is_read_only: bool
    offer: Offer


def envelope(message: Mapping[str, Any]) -> Envelope:
    """Read what came.

    Raises:
        BadArgument: it is no question, or names no vault.
        KernelOnly: the operation isn't offered over HTTP.
    """
    asked = messages.question(message)
    vault, channel = message.get("vault"), message.get("channel", "")
    if not isinstance(vault, str) or not vault:
        raise BadArgument("The question names no vault.", field="vault")
    if not isinstance(channel, str):
        raise BadArgument("channel is text.", field="channel")
    offer = OFFERS.get(asked.op)
    if offer is None:
        raise KernelOnly(f"{asked.op[:80]!r} is not offered over HTTP.")
    is_read_only = message.get("is_read_only") is True
    if is_read_only and offer.kind is not Kind.READ:
        raise KernelOnly(f"{asked.op} changes something.")
    return Envelope(asked, vault, channel, is_read_only, offer)


class Desk:
    """Answers questions about the vaults of a shelf.

    Args:
        shelf: The vaults.
        code: Operations that need no vault: the views' own code.
        told: What is told instead of what a kernel would be, besides what is always.
    """

    def __init__(
        self,
        shelf: Shelf,
        code: Mapping[str, Operation] | None = None,
        told: Mapping[str, Callable[[Any, Any], Any]] | None = None,
    ) -> None:
        self._shelf = shelf
        self._code = code or {}
        self._told = {**TOLD, **(told or {})}

    def answer(self, got: Envelope, visitor: Visitor, call: Call) -> Answer:
        """The answer to a question, or its refusal. Never raises."""
        if got.asked.op in self._code:
            return Dispatcher(self._code, nowhere).answered(got.asked, call)
        try:
            services = self._shelf.services(got.vault, visitor)
            is_reading = got.offer.kind is Kind.READ
            with services.roles.held() if is_reading else nullcontext():
                operations = self._operations(got, visitor, services)
                return Dispatcher(operations, nowhere).answered(got.asked, call)
        except VaultError as error:
            return refused(got.asked.ask, error)
        except BaseException as error:  # noqa: BLE001 - silence would leave the view waiting
            return refused(got.asked.ask, Unexpected(f"The vault can't be opened: {error!r}."))

    def services(self, vault: str, visitor: Visitor) -> Services:
        """The use cases of a vault that this person may look at.

        Raises:
            VaultNotFound: they are offered none of that name.
            NotAllowed: they have no role there.
        """
        services = self._shelf.services(vault, visitor)
        services.policy.visibility()
        return services

    def _operations(
        self, got: Envelope, visitor: Visitor, services: Services
    ) -> Mapping[str, Operation]:
        """At the door: who has no role is refused whatever they ask, then what is for others."""
        if not got.offer.is_work:
            services.policy.visibility()
        if got.offer.is_for_owner and not visitor.is_owner:
            raise OwnerOnly("Only whom this server belongs to may ask that.")
        op = got.asked.op
        check, told, known = CHECKS.get(op), self._told.get(op), services.operations.get(op)
        if known is None or (check is None and told is None):
            return services.operations

        def run(args: Any, call: Call) -> Any:
            made = known.run(check(args, services) if check else args, call)
            return told(args, made) if told else made

        return {known.name: replace(known, run=run)}


def refused(ask: str, error: VaultError) -> Answer:
    """A refusal as an answer."""
    return messages.refusal(ask, error), ()


def nowhere(_message: dict[str, Any], _parts: Sequence[Any]) -> None:
    """The dispatcher's own way out isn't used: the answer goes back with the request."""
