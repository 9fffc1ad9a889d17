"""The views' code as files, for pages that have no kernel to ask."""

from __future__ import annotations

import hashlib
from pathlib import Path

from jupyter_server.auth.decorator import allow_unauthenticated, authorized
from tornado import web

from datavault_jupyter.server.handlers import VaultHandler

_FOLDER = Path(__file__).parents[1] / "widgets" / "static"


# The page of a share needs it, and whoever has a link may be nobody Jupyter knows.
FOR_ANYBODY = "share.js"


class StaticHandler(VaultHandler):
    """A built file, by its name alone."""

    @web.authenticated
    @authorized(action="read")
    def get(self, name: str) -> None:
        """The file; the browser asks each time whether it is still the same."""
        self.send(name)

    def send(self, name: str) -> None:
        """Send a file by its name."""
        known = {each.name: each for each in _FOLDER.glob("*.js")}
        if name not in known:
            raise web.HTTPError(404)
        code = known[name].read_bytes()
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("Etag", f'"{hashlib.sha256(code).hexdigest()[:32]}"')
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
            return
        self.finish(code, set_content_type="text/javascript; charset=utf-8")


class OpenStaticHandler(StaticHandler):
    """The code of the page of a share: for anybody, since it says nothing of any vault."""

    @allow_unauthenticated
    def get(self) -> None:
        """The file."""
        self.send(FOR_ANYBODY)
