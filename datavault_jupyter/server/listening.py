"""The websocket on which views hear news: a browser opens few other connections at a time."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized, ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.news import watch
from datavault_jupyter.server.handlers import RESOURCE
from datavault_jupyter.server.news import FLUSH_EVERY_S, Line
from datavault_jupyter.server.refusals import ServerBusy
from datavault_jupyter.server.visitors import Visitor, visitor_of

if TYPE_CHECKING:
    from datavault_jupyter.server.app import DataVault
    from datavault_jupyter.services import Services

_MOST_CHANNEL = 100
# Of the range that is left to applications: not allowed here, or no longer.
CLOSED_TO_YOU = 4403


class NewsHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """``?vault=…&channel=…``: one line of news."""

    auth_resource = RESOURCE
    _visitor: Visitor | None = None
    _line: Line | None = None
    _stop: Callable[[], None] | None = None
    _is_flushing = False

    @property
    def part(self) -> DataVault:
        """The extension."""
        found: DataVault = self.settings["datavault"]
        return found

    @ws_authenticated
    @authorized(action="read")
    async def get(self) -> None:  # type: ignore[override] # takes what Tornado's takes: nothing
        """Open the line, unless the vault is closed to whoever asks."""
        self._visitor = visitor = visitor_of(self.current_user, self.identity_provider)
        self._vault = self.get_query_argument("vault", "")
        self._channel = self.get_query_argument("channel", "")
        if visitor is None or not 0 < len(self._channel) <= _MOST_CHANNEL:
            raise web.HTTPError(403)
        desk = self.part.desk
        try:
            find = functools.partial(desk.services, self._vault, visitor)
            self._services = await asyncio.wrap_future(
                self.part.workers.run(visitor.identity.name, find)
            )
        except ServerBusy as error:
            raise web.HTTPError(503, error.message) from error
        except VaultError as error:
            raise web.HTTPError(403, error.message) from error
        await super().get()

    def open(self, *_: str, **__: str) -> None:
        """Begin to listen to the vault."""
        super().open()
        assert self._visitor is not None  # noqa: S101 - `get` has seen to it
        loop = asyncio.get_running_loop()
        line = Line(functools.partial(loop.call_soon_threadsafe, self._soon))
        if not self.part.lines.open(self._visitor.identity.name, self._channel, line):
            self.close(CLOSED_TO_YOU, "Too many lines are open already.")
            return
        self._line = line
        end = functools.partial(loop.call_soon_threadsafe, self.close, CLOSED_TO_YOU, "No role.")
        self._stop = watch(self._services.store, _for_members(self._services, line, end))

    def on_message(self, message: str | bytes) -> None:
        """Nothing is asked on this line."""

    def on_close(self) -> None:
        """Stop listening."""
        if self._stop is not None:
            self._stop()
        if self._line is not None and self._visitor is not None:
            self.part.lines.close(self._visitor.identity.name, self._channel, self._line)

    def _soon(self) -> None:
        if not self._is_flushing:
            self._is_flushing = True
            asyncio.get_running_loop().call_later(FLUSH_EVERY_S, self._flush)

    def _flush(self) -> None:
        self._is_flushing = False
        for each in self._line.take() if self._line is not None else ():
            try:
                self.write_message(each)
            except WebSocketClosedError:
                return


def _for_members(
    services: Services, line: Line, end: Callable[[], object]
) -> Callable[[str, Mapping[str, Any]], None]:
    """Tells news as long as the listener has a role; one that is taken away ends the line."""

    def tell(news: str, data: Mapping[str, Any]) -> None:
        try:
            services.policy.visibility()
        except VaultError:
            end()
            return
        line.tell(news, data)

    return tell
