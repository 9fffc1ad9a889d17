"""Files to import, and an import that waits until the test lets it on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter.features.imports import reading
from datavault_jupyter.features.imports.records import Options

LONG_S = 30


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    """Three columns, 1,200 rows; the ids have leading zeros."""
    path = tmp_path / "tickets.csv"
    rows = "".join(f"{418 + i:06},ticket {i},{i / 4}\n" for i in range(1_200))
    path.write_text("ticket_id,subject,minutes\n" + rows)
    return path


class Gate:
    """Holds imports before they read, until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def wait(self) -> None:
        self.reached.set()
        assert self.opened.wait(LONG_S)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()
    real = reading.load_file

    def held(cursor: Any, path: Path, options: Options, write: Any, *, scratch: Path) -> Any:
        made.wait()
        return real(cursor, path, options, write, scratch=scratch)

    monkeypatch.setattr(reading, "load_file", held)
    yield made
    made.opened.set()
