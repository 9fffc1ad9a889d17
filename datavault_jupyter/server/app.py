"""The extension: what is configured, and where its addresses are."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import traitlets
from jupyter_server.extension.application import ExtensionApp

from datavault_jupyter.protocol.operations import Operation
from datavault_jupyter.server.below import told_below
from datavault_jupyter.server.desk import Desk
from datavault_jupyter.server.downloads import DownloadHandler
from datavault_jupyter.server.guessing import Guesses
from datavault_jupyter.server.handlers import AskHandler, VaultsHandler
from datavault_jupyter.server.listening import NewsHandler
from datavault_jupyter.server.news import Lines
from datavault_jupyter.server.pages import PageHandler
from datavault_jupyter.server.shared import SharedDesk
from datavault_jupyter.server.sharing import (
    SharedAskHandler,
    SharedDownloadHandler,
    SharedPageHandler,
)
from datavault_jupyter.server.shelf import Shelf
from datavault_jupyter.server.statics import FOR_ANYBODY, OpenStaticHandler, StaticHandler
from datavault_jupyter.server.workers import Workers
from datavault_jupyter.server.workpage import WorkPageHandler

NAME = "datavault"


class DataVault(ExtensionApp):
    """Vaults over HTTP, with Jupyter's identities.

    In ``jupyter_server_config.py``::

        c.DataVault.vaults = {"team": "/srv/vaults/team"}
    """

    name = NAME
    # The views' own code; plugged in, since the views are another face.
    code: ClassVar[Mapping[str, Operation]] = {}
    description = "Data Vault: the datasets of a team, inside Jupyter."
    extension_url = "/datavault"
    load_other_extensions = True

    vaults = traitlets.Dict(
        value_trait=traitlets.Unicode(),
        key_trait=traitlets.Unicode(),
        help="The vaults that are offered: a name, by which they are asked for, to a folder.",
    ).tag(config=True)
    offers_own_vault = traitlets.Bool(
        default_value=True,
        help="Whether the default vault of whom the server belongs to is offered, to them alone.",
    ).tag(config=True)
    at_once = traitlets.Int(
        min=1, help="How many questions are answered at the same time; half of the cores."
    ).tag(config=True)
    waiting = traitlets.Int(
        64, min=0, help="How many questions may wait; who asks more is told to ask again."
    ).tag(config=True)
    threads = traitlets.Int(
        min=1, help="How many threads the queries of one vault may use; half of the cores."
    ).tag(config=True)
    memory_limit = traitlets.Unicode(
        "",
        help='What the queries of one vault may use, such as "2GB"; two fifths of the machine.',
    ).tag(config=True)
    max_question_bytes = traitlets.Int(
        80_000_000, min=1_000, help="How long a question may be, a piece of an upload included."
    ).tag(config=True)

    @traitlets.default("at_once")
    def _at_once(self) -> int:
        return max(2, (os.cpu_count() or 2) // 2)

    @traitlets.default("threads")
    def _threads(self) -> int:
        return max(1, (os.cpu_count() or 2) // 2)

    @traitlets.validate("vaults")
    def _check_vaults(self, proposal: Any) -> dict[str, str]:
        given: dict[str, str] = proposal["value"]
        for name, folder in given.items():
            is_name = name and name == name.strip() and "/" not in name
            if not is_name or not Path(folder).expanduser().is_absolute():
                raise traitlets.TraitError(
                    f"DataVault.vaults: {name!r}: {folder!r} is no name with a whole path."
                )
        return given

    def initialize_settings(self) -> None:
        """Make what all handlers share."""
        folders = {name: Path(each).expanduser() for name, each in self.vaults.items()}
        self.shelf = Shelf(
            folders,
            has_own=self.offers_own_vault,
            memory_limit=self.memory_limit,
            threads=self.threads,
        )
        root = Path(self.serverapp.root_dir) if self.serverapp else Path()
        self.desk = Desk(self.shelf, self.code, told={"notebooks.list": told_below(root)})
        self.shared = SharedDesk(self.shelf, self.code)
        self.guesses = Guesses()
        self.lines = Lines()
        self.workers = Workers(at_once=self.at_once, waiting=self.waiting)

    def initialize_handlers(self) -> None:
        """Say where everything is."""
        self.handlers.extend(
            [
                (rf"/{NAME}/?", PageHandler),
                (rf"/{NAME}/work/?", WorkPageHandler),
                (rf"/{NAME}/api/vaults", VaultsHandler),
                (rf"/{NAME}/api/ask", AskHandler),
                (rf"/{NAME}/api/news", NewsHandler),
                (rf"/{NAME}/api/download", DownloadHandler),
                (rf"/{NAME}/s/([^/]+)/?", SharedPageHandler),
                (rf"/{NAME}/s/([^/]+)/ask", SharedAskHandler),
                (rf"/{NAME}/s/([^/]+)/download", SharedDownloadHandler),
                (rf"/{NAME}/static/{re.escape(FOR_ANYBODY)}", OpenStaticHandler),
                (rf"/{NAME}/static/([a-z]+\.js)", StaticHandler),
            ]
        )

    async def stop_extension(self) -> None:
        """Give the vaults back."""
        self.workers.close()
        self.shelf.close()


def main() -> None:
    """Start a Jupyter server for vaults: ``jupyter datavault``."""
    DataVault.launch_instance()  # type: ignore[no-untyped-call]
