"""What a search finds and how it shows itself."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.hub.records import HubGate
from datavault_jupyter.features.hub.service import HubService
from tests.hub.server import Hub


def test_finds_come_with_their_facts_the_most_downloaded_first(service: HubService) -> None:
    found = service.search("birds/", limit=5)
    assert [each.downloads for each in found] == sorted(
        (each.downloads for each in found), reverse=True
    )
    multi = found[0]
    assert (multi.repo_id, multi.likes, multi.licence) == ("birds/multi", 40, "mit")
    assert multi.row_count == 32  # two subsets of two splits, as the card tells
    assert multi.byte_count is not None
    assert multi.byte_count > 10_000
    assert multi.url.endswith("/datasets/birds/multi")


def test_gated_datasets_are_marked(service: HubService) -> None:
    found = {each.repo_id: each for each in service.search("gated")}
    assert found["birds/gated"].gate is HubGate.MANUAL
    assert found["birds/gated-auto"].gate is HubGate.AUTO


def test_private_ones_are_found_by_their_owner_alone(
    service: HubService, sign_in: Callable[[str], None]
) -> None:
    assert not service.search("private")
    sign_in("owner")
    (found,) = service.search("private")
    assert found.is_private


def test_more_than_a_page_is_fetched(service: HubService) -> None:
    found = service.search("pond/", limit=1_000, sort="likes")
    assert len({each.repo_id for each in found}) == 1_000
    assert found[0].row_range == "n<1K"


@pytest.mark.parametrize(
    "asked", [{"sort": "size"}, {"limit": -1}, {"text": 3}], ids=["sort", "limit", "text"]
)
def test_a_wrong_wish_is_refused_before_anybody_is_asked(
    service: HubService, remote: Hub, asked: dict
) -> None:
    with pytest.raises(BadArgument):
        service.search(**asked)
    assert not list(remote.log)


def test_it_shows_itself_and_data_stay_text(vault: Vault, remote: Hub, service: HubService) -> None:
    about = b"---\nlicense: mit\n---\n<script>alert(1)</script> & more\n"
    remote.create("birds/marked", {"README.md": about, "a.csv": b"id\n1\n"})
    found = vault.hub.search("marked")
    assert "birds/marked" in repr(found)
    shown = found._repr_mimebundle_()["text/html"]
    assert "birds/marked" in shown
    assert "<script>" not in shown
    assert "no dataset" in repr(vault.hub.search("nothing-of-that-name"))


def test_nothing_of_the_client_is_imported_before_the_hub_is_asked(tmp_path: Path) -> None:
    code = (
        "import sys, datavault_jupyter as dv\n"
        "vault = dv.Vault(sys.argv[1])\n"
        "repr(vault.hub), vault._services.hub, vault._services.operations\n"
        "print(sorted({'huggingface_hub', 'httpx2', 'fsspec', 'yaml'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "v")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_nobody_counts_what_is_asked(service: HubService, remote: Hub) -> None:
    service.search("birds/csv")
    service.configure("birds/csv")
    assert not [each for each in remote.log if "agent-harnesses" in each.path]
