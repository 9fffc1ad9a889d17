"""The task page: work on the tasks of pipelines, for people who have no notebook."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from tornado import web

from datavault_jupyter.base.errors import NotAllowed
from datavault_jupyter.server.pages import PageHandler
from datavault_jupyter.server.shelf import OfferedVault
from datavault_jupyter.server.visitors import Visitor

_TITLE = "Tasks"
_MOST_ID = 100
_SIGNED_IN = "<h1>You are signed in</h1><p>Close this tab and go on in the other one.</p>"


class WorkPageHandler(PageHandler):
    """``?vault=…&pipeline=…``: the work form; without them whatever there is to do.

    ``?signed=in`` only says so: where somebody signs in again while another tab keeps their text.
    """

    @web.authenticated
    @authorized(action="read")
    async def get(self) -> None:
        """The page. What it shows it asks for itself, so that roles are looked at each time."""
        visitor, part = self.visitor(), self.part
        if self.get_query_argument("signed", ""):
            self.send_page(_TITLE, _SIGNED_IN)
            return
        asked = self.get_query_argument("vault", "")
        look = part.workers.run(visitor.identity.name, lambda: self._found(visitor, asked))
        found = await asyncio.wrap_future(look)
        if len(found) == 1:
            pipeline = self.get_query_argument("pipeline", "")[:_MOST_ID]
            main = self.view_of(found[0], "work.js", pipeline=pipeline)
        else:
            main = self._places(found, is_missing=bool(asked))
            self.set_status(404 if asked else 200)
        self.send_page(_TITLE, main)

    def _found(self, visitor: Visitor, asked: str) -> list[OfferedVault]:
        """The vault that is asked for, else those where there may be something to do."""
        offered = self.part.shelf.offered(visitor)
        if asked:
            return [each for each in offered if asked in (each.name, each.id)]
        return [each for each in offered if self._has_work(each, visitor)]

    def _has_work(self, vault: OfferedVault, visitor: Visitor) -> bool:
        with suppress(NotAllowed):
            places, _ = self.part.shelf.services(vault.id, visitor).pipelines.work.places()
            return bool(places)
        return False

    def _places(self, found: Sequence[OfferedVault], *, is_missing: bool) -> str:
        if is_missing:
            return (
                f"<h1>{_TITLE}</h1><p>This server offers you no such vault. "
                "Ask whoever sent you the link.</p>"
            )
        if not found:
            return (
                f"<h1>{_TITLE}</h1><p>There is nothing for you to work on. "
                "Ask whoever looks after the pipeline to name you there.</p>"
            )
        links = "".join(
            f'<li><a href="{self.base_url}datavault/work?vault={quote(each.name)}">'
            f"{html.escape(each.name)}</a></li>"
            for each in found
        )
        return f"<h1>{_TITLE}</h1><ul>{links}</ul>"
