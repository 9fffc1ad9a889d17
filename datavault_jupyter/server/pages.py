"""The vault as a page of its own: what ``jupyter datavault`` opens."""

from __future__ import annotations

import asyncio
import html
import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from datavault_jupyter.server.handlers import VaultHandler
from datavault_jupyter.server.shelf import OfferedVault

_CSP = (
    "default-src 'none'; script-src 'self' blob:; connect-src 'self'; img-src 'self' data: blob:;"
    " style-src 'unsafe-inline'; font-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --jp-layout-color0: #fff; --jp-layout-color1: #fff;
  --jp-ui-font-color0: #000; --jp-brand-color1: #1976d2; --jp-ui-font-size1: 13px; }}
@media (prefers-color-scheme: dark) {{ :root {{ --jp-layout-color0: #111;
  --jp-layout-color1: #212121; --jp-ui-font-color0: #fff; --jp-brand-color1: #64b5f6; }} }}
body {{ margin: 0 auto; padding: 24px 16px; max-width: 1200px; color: var(--jp-ui-font-color0);
  background: var(--jp-layout-color0); font: 14px/1.5 system-ui, sans-serif; }}
a {{ color: var(--jp-brand-color1); }}
</style>
</head>
<body>
<main>{main}</main>
</body>
</html>
"""
_VIEW = """<div id="datavault"></div>
<noscript>{without}</noscript>
<script id="datavault-page" type="application/json">{settings}</script>
<script type="module" src="{code}"></script>"""


class PageHandler(VaultHandler):
    """``?vault=…``: a vault's listing; without it the only vault, or a list of them."""

    @property
    def content_security_policy(self) -> str:
        """Our own code alone; nothing from elsewhere, and in nobody's frame."""
        return _CSP

    def get_login_url(self) -> str:
        """A page leads to Jupyter's login, where an API refuses."""
        return JupyterHandler.get_login_url(self)

    @web.authenticated
    @authorized(action="read")
    async def get(self) -> None:
        """The page."""
        visitor, part = self.visitor(), self.part
        work = part.workers.run(visitor.identity.name, lambda: part.shelf.offered(visitor))
        offered = await asyncio.wrap_future(work)
        asked = self.get_query_argument("vault", "")
        shown = [each for each in offered if not asked or asked in (each.name, each.id)]
        if len(shown) == 1:
            title, main = shown[0].name, self._view(shown[0])
        else:
            title, main = "Data Vault", self._choice(offered, is_missing=bool(asked))
            self.set_status(404 if asked else 200)
        self.send_page(title, main)

    def send_page(self, title: str, main: str) -> None:
        """Send a whole page; `main` is markup, the title isn't."""
        _ = self.xsrf_token  # sets the cookie whose value the page sends along
        page = _PAGE.format(title=html.escape(title), main=main)
        self.finish(page, set_content_type="text/html; charset=utf-8")

    def view_of(self, vault: OfferedVault, script: str, **more: str) -> str:
        """The place of a view, what it is told, and its code: a file among the built ones."""
        return self.view_told(script, {"vault": vault.id, "title": vault.name, **more})

    def view_told(
        self, script: str, settings: Mapping[str, str], without: str = "This page needs JavaScript."
    ) -> str:
        """The same where the view is of no vault; `without` is text for who runs no scripts."""
        # In a script element only `<` could end it.
        told = json.dumps({"base": self.base_url, **settings}).replace("<", "\\u003c")
        code = f"{self.base_url}datavault/static/{script}"
        return _VIEW.format(settings=told, code=code, without=html.escape(without))

    def _view(self, vault: OfferedVault) -> str:
        return self.view_of(vault, "page.js")

    def _choice(self, offered: Sequence[OfferedVault], *, is_missing: bool) -> str:
        if not offered:
            return (
                "<h1>No vault yet</h1><p>Make one in a notebook: <code>import datavault_jupyter "
                "as dv; dv.Vault()</code>. Others are named in <code>jupyter_server_config.py"
                "</code>: <code>c.DataVault.vaults</code>.</p>"
            )
        first = "<p>This server offers you no such vault.</p>" if is_missing else ""
        links = "".join(
            f'<li><a href="{self.base_url}datavault?vault={quote(each.name)}">'
            f"{html.escape(each.name)}</a></li>"
            for each in offered
        )
        return f"<h1>Vaults</h1>{first}<ul>{links}</ul>"
