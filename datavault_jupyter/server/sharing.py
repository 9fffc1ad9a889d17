"""What somebody with a link meets: a page, its questions, and the file of an export.

A link that is wrong, switched off, over, or not for whoever is signed in gets one answer: the page
that says so, with status 404. Only a restricted link that is alive leads who isn't signed in to
Jupyter's login, and then back: whoever has one was given it, and nobody finds one by trying. The
share is opened anew with every request, so a link that is switched off is dead at once.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlencode

from jupyter_server.auth.decorator import allow_unauthenticated

from datavault_jupyter.access import Identity
from datavault_jupyter.base.errors import NotFound, VaultError
from datavault_jupyter.features.exports.records import ExportJob
from datavault_jupyter.features.sharing.records import LinkKind
from datavault_jupyter.features.sharing.service import PATH
from datavault_jupyter.guest import Found, GuestServices
from datavault_jupyter.protocol import messages
from datavault_jupyter.protocol.framing import unframed
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.server.desk import refused
from datavault_jupyter.server.downloads import DownloadHandler
from datavault_jupyter.server.handlers import AskHandler, VaultHandler
from datavault_jupyter.server.offers import Kind
from datavault_jupyter.server.pages import PageHandler
from datavault_jupyter.server.refusals import ServerBusy, TooManyGuesses
from datavault_jupyter.server.shared import kind_of
from datavault_jupyter.server.statics import FOR_ANYBODY
from datavault_jupyter.server.visitors import visitor_of

Made = TypeVar("Made")

_DEAD = "This link opens nothing."
_DEAD_MORE = (
    "It was switched off, has ended, or was never right. Ask the person who sent it for a new one."
)
_GUESTS = "guests"
_RETRY_S = 60
_MOST_BYTES = 1_000_000


class _SharedHandler(VaultHandler):
    """What all requests by a link share: finding out, each time anew, what it opens."""

    is_open = True

    def set_default_headers(self) -> None:
        """No search engine keeps what a link shows."""
        super().set_default_headers()
        self.set_header("X-Robots-Tag", "noindex, nofollow")

    def _log(self) -> None:
        """Note the request, without the secret in its address."""
        whole = self.request.uri
        self.request.uri = self._told(whole)
        super()._log()
        self.request.uri = whole

    def _request_summary(self) -> str:
        return self._told(super()._request_summary())

    def _told(self, text: str | None) -> str:
        token = self.path_args[0] if self.path_args else ""
        return (text or "").replace(token, "…") if token else text or ""

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return str(self.request.remote_ip or "")

    @property
    def identity(self) -> Identity | None:
        """Who is signed in with Jupyter; None for nobody."""
        if self.current_user is None:
            return None
        visitor = visitor_of(self.current_user, self.identity_provider)
        return visitor.identity if visitor is not None else None

    async def worked(self, work: Callable[[], Made]) -> Made:
        """Have a worker do something for whoever has the link.

        Raises:
            ServerBusy: too many questions wait.
        """
        who = f"{_GUESTS} {self.address}"
        return await asyncio.wrap_future(self.part.workers.run(who, work, among=_GUESTS))

    async def found(self, token: str, kind: Kind = Kind.READ) -> Found:
        """What a token opens for whoever asks.

        Raises:
            TooManyGuesses: too many links from here opened nothing.
            ServerBusy: too many questions wait.
        """
        part, identity = self.part, self.identity
        part.guesses.require(self.address, token)
        found = await self.worked(lambda: part.shared.look(token, identity))
        if found.kind is None:
            part.guesses.missed(self.address)
        elif found.services is not None:
            part.guesses.opened(self.address, token)
        # Who comes by name passes Jupyter's authorizer; there is no name it could be asked about
        # where the link alone is enough.
        is_barred = found.is_by_name and not await self.may(kind)
        return replace(found, services=None) if is_barred else found

    def leads_to_login(self, found: Found) -> bool:
        """Whether signing in may be what is missing."""
        is_signed_out = self.current_user is None and self.identity_provider.auth_enabled
        return found.services is None and found.kind is LinkKind.RESTRICTED and is_signed_out

    def refuse(self, status: int, message: str) -> None:
        """Answer the same to everybody, in JSON."""
        self.set_status(status)
        self._wait_a_little(status)
        self.finish({"message": message})

    def _wait_a_little(self, status: int) -> None:
        if status in (429, 503):
            self.set_header("Retry-After", str(_RETRY_S if status == 429 else 1))


class SharedPageHandler(_SharedHandler, PageHandler):
    """The page of a share."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """The page; that it was opened is written down."""
        try:
            found = await self.found(token)
            if self.leads_to_login(found):
                self._to_login(token)
                return
            if found.services is None:
                self._dead()
                return
            title = await self.worked(found.services.begin)
        except NotFound:
            self._dead()
        except (TooManyGuesses, ServerBusy) as error:
            status = 429 if isinstance(error, TooManyGuesses) else 503
            self.set_status(status)
            self._wait_a_little(status)
            self.send_page("Data Vault", f"<h1>{error.message}</h1><p>{error.hint}</p>")
        else:
            settings = {"title": title, "share": f"{PATH}{token}"}
            self.send_page(title, self.view_told(FOR_ANYBODY, settings))

    def _dead(self) -> None:
        self.set_status(404)
        settings = {"title": "Data Vault", "share": ""}
        main = self.view_told(FOR_ANYBODY, settings, f"{_DEAD} {_DEAD_MORE}")
        self.send_page("Data Vault", main)

    def _to_login(self, token: str) -> None:
        """To Jupyter's login, and from there to this very page: the token is one that is alive."""
        url = self.get_login_url()
        if "?" not in url:  # a hub's says by itself where to come back to
            url = f"{url}?{urlencode({'next': f'{self.base_url}{PATH}{token}'})}"
        self.redirect(url)


class SharedAskHandler(_SharedHandler, AskHandler):
    """One question by a link; the body of question and answer is a framed message."""

    @property
    def most_bytes(self) -> int:
        """By a link nothing is uploaded."""
        return min(super().most_bytes, _MOST_BYTES)

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Answer it."""
        ask = ""
        try:
            found = await self.found(token)
            if found.services is None:
                self._closed(found)
                return
            message, parts = unframed(bytes(self._body))
            self._body.clear()
            ask = str(message.get("ask", ""))
            asked = messages.question(message)
            if kind_of(asked.op) is Kind.WRITE:
                found = await self.found(token, Kind.WRITE)
            services = found.services
            if services is None:
                self._closed(found)
                return
            self._call = call = Call(buffers=parts)
            work = functools.partial(self.part.shared.answer, asked, services, call)
            self._answer(*await self.worked(work))
        except TooManyGuesses as error:
            self.refuse(429, f"{error.message} {error.hint}")
        except VaultError as error:
            self._answer(*refused(ask, error))

    def _closed(self, found: Found) -> None:
        if self.leads_to_login(found):
            self.refuse(403, "Sign in again.")
        else:
            self.refuse(404, _DEAD)


class SharedDownloadHandler(_SharedHandler, DownloadHandler):
    """``?job=…``: the file of an export that was started by this link."""

    def worked_on(self, work: Callable[[], tuple[int, bytes]]) -> Future[tuple[int, bytes]]:
        """Have a worker read a piece, as one of the guests."""
        return self.part.workers.run(self._who, work, among=_GUESTS)

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """The file, or the range that is asked for."""
        self._who = f"{_GUESTS} {self.address}"
        job_id, part, identity = self.get_query_argument("job", ""), self.part, self.identity

        def services() -> GuestServices:
            found = part.shared.look(token, identity).services
            if found is None:
                raise NotFound(_DEAD)
            return found

        def read(job_id: str, offset: int) -> tuple[int, bytes]:
            return services().exports.files.read(job_id, offset)

        def job() -> ExportJob:
            read(job_id, 0)  # refuses what may not be had, or is gone
            return services().exports.jobs.get(job_id)

        try:
            if (await self.found(token)).services is None:
                self.refuse(404, _DEAD)
                return
            made = await self.worked(job)
        except TooManyGuesses as error:
            self.refuse(429, f"{error.message} {error.hint}")
        except ServerBusy as error:
            self.refuse(503, error.message)
        except VaultError:
            self.refuse(404, "There is no such file.")
        else:
            await self.give(made, read)
