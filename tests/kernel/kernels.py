"""A real kernel, spoken to as a front end does: by messages, waiting for each answer."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.manager import KernelManager
from traitlets.config import Config

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient

PATIENCE_S = 180


@dataclass
class Outcome:
    """What a cell did.

    Attributes:
        reply: The content of its reply.
        printed: All it printed.
        bundles: What it displayed, by MIME type.
        errors: The error outputs under it.
    """

    reply: dict[str, Any] = field(default_factory=dict)
    printed: str = ""
    bundles: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Kernel:
    """A running kernel."""

    manager: KernelManager
    client: BlockingKernelClient

    def run(self, source: str, *, on_print: Callable[[str], None] = lambda _: None) -> Outcome:
        """Run a cell and wait for its reply and all its outputs."""
        outcome = Outcome()

        def note(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                outcome.printed += content["text"]
                on_print(content["text"])
            elif message["msg_type"] in ("execute_result", "display_data"):
                outcome.bundles.append(content["data"])
            elif message["msg_type"] == "error":
                outcome.errors.append(content)

        answer = self.client.execute_interactive(
            source, timeout=PATIENCE_S, output_hook=note, allow_stdin=False
        )
        outcome.reply = answer["content"]
        return outcome

    def complete(self, text: str) -> list[str]:
        """The text with each offer put in; a bar is the cursor."""
        before, _, after = text.partition("|")
        answer = self.client.complete(before + after, len(before), reply=True, timeout=PATIENCE_S)[
            "content"
        ]
        whole, start, end = before + after, answer["cursor_start"], answer["cursor_end"]
        return [whole[:start] + each + whole[end:] for each in answer["matches"]]


@contextmanager
def own_sockets() -> Iterator[Config]:
    """Settings for one kernel that is spoken to over files.

    Its ports would be free when they are chosen, and are taken only once it runs, a second or
    more later: what else the machine starts meanwhile may be given one of them.
    """
    if os.name == "nt":
        yield Config()
        return
    # Not below pytest's folders: the name of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="dv-", ignore_cleanup_errors=True) as folder:
        yield Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})


@contextmanager
def started(folder: Path) -> Iterator[Kernel]:
    """A kernel that works in a folder, with a vault of its own there."""
    with own_sockets() as config:
        yield from _started(KernelManager(kernel_name="python3", config=config), folder)


def _started(manager: KernelManager, folder: Path) -> Iterator[Kernel]:
    manager.start_kernel(cwd=str(folder))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE_S)
        kernel = Kernel(manager, client)
        made = kernel.run(
            f"import os\nos.environ['DATAVAULT_HOME'] = {str(folder / 'home')!r}\n"
            "%load_ext datavault_jupyter"
        )
        assert made.reply["status"] == "ok", made
        yield kernel
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
