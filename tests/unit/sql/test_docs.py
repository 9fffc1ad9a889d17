"""The examples of the page run, and give what it says."""

import datavault_jupyter as dv
from tests.unit import pages


def test_the_examples(vault: dv.Vault) -> None:
    assert pages.run("sql.md", vault=vault, dv=dv) > 6
