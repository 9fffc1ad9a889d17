"""Files to import, and an import that waits until the test lets it on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gates import Gate, held_imports


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    """Three columns, 1,200 rows; the ids have leading zeros."""
    path = tmp_path / "tickets.csv"
    rows = "".join(f"{418 + i:06},ticket {i},{i / 4}\n" for i in range(1_200))
    path.write_text("ticket_id,subject,minutes\n" + rows)
    return path


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    yield from held_imports(monkeypatch)
