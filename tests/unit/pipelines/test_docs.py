"""The docs print the tables that the code goes by, and their examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import datavault_jupyter as dv
from tests.unit.pipelines import tables

DOCS = Path(__file__).parents[3] / "docs" / "pipelines.md"


@pytest.mark.parametrize("table", [tables.fields, tables.pipelines, tables.tasks, tables.nodes])
def test_a_table_is_current(table: object) -> None:
    """``python -m tests.unit.pipelines.tables`` prints what belongs there."""
    assert callable(table)
    assert table() in DOCS.read_text(encoding="utf-8")


def test_the_examples_run(vault: dv.Vault) -> None:
    text = DOCS.read_text(encoding="utf-8")
    known = {"vault": vault, "dv": dv}
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(compile(code, str(DOCS), "exec"), known)  # noqa: S102 - our own examples
