"""The examples of the page run, and give what it says."""

from pathlib import Path

import datavault_jupyter as dv
from tests.unit import pages


def test_the_examples(vault: dv.Vault, tmp_path: Path) -> None:
    assert pages.run("charts.md", vault=vault, folder=tmp_path) > 20
