"""The HTTP handlers. Everything here runs in the server's own thread, so none of it works long."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from datavault_jupyter.base.errors import NotAllowed, VaultError
from datavault_jupyter.protocol.framing import CONTENT_TYPE, framed, unframed
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.server.desk import Answer, Envelope, envelope, refused
from datavault_jupyter.server.offers import Kind, without_folders
from datavault_jupyter.server.refusals import TooLarge, status_of
from datavault_jupyter.server.visitors import Visitor, knows_names, visitor_of

if TYPE_CHECKING:
    from datavault_jupyter.server.app import DataVault

RESOURCE = "datavault"


class VaultHandler(APIHandler):
    """What all handlers of ours share: who asks, and headers that keep answers private."""

    auth_resource = RESOURCE

    @property
    def part(self) -> DataVault:
        """The extension."""
        found: DataVault = self.settings["datavault"]
        return found

    def set_default_headers(self) -> None:
        """Nothing is kept, by nobody on the way, and nothing is embedded elsewhere."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def visitor(self) -> Visitor:
        """Who asks.

        Raises:
            HTTPError: Jupyter asks nobody who they are.
        """
        found = visitor_of(self.current_user, self.identity_provider)
        if found is None:
            raise web.HTTPError(
                403, "This server asks nobody who they are, so it opens no vault: set a token."
            )
        return found

    async def may(self, kind: Kind) -> bool:
        """Whether Jupyter's authorizer lets the user do something of this kind."""
        user = self.current_user
        return bool(
            await ensure_async(self.authorizer.is_authorized(self, user, kind.value, RESOURCE))
        )


class VaultsHandler(VaultHandler):
    """The vaults that are offered to whoever asks."""

    @web.authenticated
    @authorized(action="read")
    async def get(self) -> None:
        """``{"vaults": [{"id", "name", "is_own"}], "is_owner", "knows_names"}``."""
        visitor = self.visitor()
        part, who = self.part, visitor.identity.name
        found = await asyncio.wrap_future(
            part.workers.run(who, lambda: part.shelf.offered(visitor))
        )
        self.finish(
            {
                "vaults": [
                    {"id": each.id, "name": each.name, "is_own": each.is_own} for each in found
                ],
                "is_owner": visitor.is_owner,
                "knows_names": knows_names(self.identity_provider),
            }
        )


@web.stream_request_body
class AskHandler(VaultHandler):
    """One question, one answer; the body of either is a framed message."""

    # Whether somebody without sign-in is let in so far.
    is_open = False
    _call: Call | None = None

    @property
    def most_bytes(self) -> int:
        """How long a question may be."""
        return int(self.part.max_question_bytes)

    def initialize(self) -> None:
        """Begin with nothing read."""
        self._body = bytearray()
        self._is_too_large = False

    async def prepare(self) -> None:  # type: ignore[override] # as Jupyter's own `APIHandler` does
        """Refuse before the body is read what would be refused anyway."""
        await super().prepare()
        if self.request.method != "POST":
            return
        if self.current_user is None and not self.is_open:
            raise web.HTTPError(403)
        if self.request.headers.get("Content-Type") != CONTENT_TYPE:
            raise web.HTTPError(415, f"A question is {CONTENT_TYPE}.")
        length = self.request.headers.get("Content-Length", "0")
        self._is_too_large = not length.isdigit() or int(length) > self.most_bytes
        if self._is_too_large:
            self._answer(*refused("", self._too_large()))

    def data_received(self, chunk: bytes) -> None:
        """Take the next bytes, as long as they are not too many."""
        if len(self._body) + len(chunk) > self.most_bytes:
            self._is_too_large = True
            self._body.clear()
        if not self._is_too_large:
            self._body += chunk

    @web.authenticated
    @authorized(action="read")
    async def post(self) -> None:
        """Answer it."""
        ask = ""
        try:
            if self._is_too_large:
                raise self._too_large()
            message, parts = unframed(bytes(self._body))
            self._body.clear()
            ask = str(message.get("ask", ""))
            got = envelope(message)
            if not await self.may(got.offer.kind):
                raise NotAllowed(f"This server lets you {got.offer.kind} no vault.")
            self._answer(*await self._worked(got, parts))
        except VaultError as error:
            self._answer(*refused(ask, error))

    async def _worked(self, got: Envelope, parts: list[memoryview]) -> Answer:
        part, visitor = self.part, self.visitor()
        who = visitor.identity.name
        self._call = call = Call(
            buffers=parts, tell=without_folders(part.lines.teller(who, got.channel))
        )
        work = part.workers.run(who, lambda: part.desk.answer(got, visitor, call))
        return await asyncio.wrap_future(work)

    def on_connection_close(self) -> None:
        """Whoever asked is gone: stop working for them."""
        super().on_connection_close()
        if self._call is not None:
            self._call.cancel()

    def _too_large(self) -> TooLarge:
        most = self.most_bytes
        return TooLarge(f"A question may have {most:,} bytes at most.")

    def _answer(self, message: dict[str, Any], frames: Any) -> None:
        self.set_status(status_of(message))
        if self.get_status() == 503:
            self.set_header("Retry-After", "1")
        self.finish(framed(message, frames), set_content_type=CONTENT_TYPE)
