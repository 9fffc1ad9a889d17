"""An import that waits at one place until the test lets it on."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from datavault_jupyter.features.imports import reading

LONG_S = 50


class Gate:
    """Holds imports before they read, until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def wait(self) -> None:
        self.reached.set()
        assert self.opened.wait(LONG_S)


def held_imports(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Hold every import between reading and storing; at the end the gate is opened."""
    made = Gate()
    real = reading.load_file

    def held(*args: Any, **options: Any) -> Any:
        made.wait()
        return real(*args, **options)

    monkeypatch.setattr(reading, "load_file", held)
    yield made
    made.opened.set()
