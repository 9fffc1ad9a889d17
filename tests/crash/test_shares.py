"""Processes killed while they make links: a share is there whole, or not at all."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

from datavault_jupyter import Vault
from datavault_jupyter.access import Identity
from datavault_jupyter.features.sharing.opening import ShareOpener
from datavault_jupyter.features.sharing.records import LinkKind

KILLS = 60 if os.environ.get("DATAVAULT_TEST_FULL") == "1" else 4
WORKER = Path(__file__).with_name("share_worker.py")


def killed(place: Path, seed: int) -> None:
    """Start one, and kill it a moment after it began; the first dies around making the key."""
    worker = subprocess.Popen(
        [sys.executable, str(WORKER), str(place), str(seed)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "begun\n"
        time.sleep(random.Random(seed).uniform(0, 0.05 if seed < 2 else 0.6))  # when it dies
    finally:
        worker.kill()
        worker.wait()
        assert worker.stdout is not None
        worker.stdout.close()


def must_be_whole(vault: Vault) -> None:
    services, ds = vault._services, vault["shared"]
    found = services.sharing.look(ds._record)
    assert LinkKind.RESTRICTED in found.links or not found.links
    for link in found.links.values():
        token = services.sharing.path(link).rpartition("/")[2]
        assert token
        ana = Identity("ana", "ana", "jupyter")
        kind, opened = ShareOpener(services.store).look(token, ana)
        assert kind is link.mode
        is_listed = link.mode is LinkKind.PUBLIC or [each.identity for each in found.people]
        assert (opened is not None) == bool(is_listed)


def test_a_kill_leaves_no_half_of_a_share(tmp_path: Path) -> None:
    place = tmp_path / "vault"
    with Vault(place) as vault:
        vault.settings.share_imported = True
        vault.import_frame(pd.DataFrame({"n": [1], "text": ["a"]}), name="shared")
    for seed in range(KILLS):
        killed(place, seed)
        with Vault(place) as vault:
            must_be_whole(vault)
            vault["shared"].share(mode="restricted")
            must_be_whole(vault)
