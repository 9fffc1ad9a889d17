"""What the docs show runs, and names all there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter import Vault
from datavault_jupyter.features.exports.records import ExportFormat, ExportState

if TYPE_CHECKING:
    import pytest

DOCS = Path(__file__).parents[3] / "docs" / "exports.md"


def test_the_examples_run(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    known = {"vault": vault}
    for code in re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(code, str(DOCS), "exec"), known)  # noqa: S102 - our own examples
    made = (tmp_path / "changes.csv").read_text()
    assert made == "change,id,text\nchanged,2,B\nremoved,3,c\nadded,4,d\n"


def test_every_format_and_every_end_is_told() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for each in [*ExportFormat, *ExportState]:
        assert each.value in text or each is ExportState.RUNNING
