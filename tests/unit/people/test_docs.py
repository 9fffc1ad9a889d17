"""The examples of the page run, and give what it says."""

import pandas as pd

import datavault_jupyter as dv
from tests.unit import pages


def test_the_examples(vault: dv.Vault) -> None:
    vault.import_frame(pd.DataFrame({"species": ["Adelie"]}), name="penguins")
    assert pages.run("people.md", vault=vault) > 5
