"""The examples of the page run, and give what it says."""

import pandas as pd

import datavault_jupyter as dv
from tests.unit import pages


def test_the_examples(vault: dv.Vault) -> None:
    vault.settings.share_imported = True
    frame = pd.DataFrame({"n": [1], "contributor": ["a"], "note": ["b"]})
    vault.import_frame(frame, name="Helpfulness eval")
    for name in ("chen", "dana"):
        vault.people.add(name, "project_admin")
    assert pages.run("sharing.md", vault=vault) > 10
