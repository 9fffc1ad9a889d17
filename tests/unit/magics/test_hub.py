"""The Hub on a magic's line."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.features.hub.records import HubConfiguration
from tests.hub.given import client_apart
from tests.hub.server import Hub, running

__all__ = ["client_apart"]

Run = Callable[[str], Any]
Fail = Callable[[str], str]


@pytest.fixture(autouse=True)
def remote(client_apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with running() as made:
        monkeypatch.setenv("HF_ENDPOINT", made.url)
        monkeypatch.setenv("DATAVAULT_HUB_CACHE", str(tmp_path / "hub-cache"))
        yield made


def test_import_takes_what_is_named_as_hf(run: Run, home: Path) -> None:
    made = run(
        "ds = %vault import hf://datasets/birds/multi --subset observations --split train,test "
        '--columns id,species --where "id > 10 AND species IS NOT NULL" --limit 3 --name birds'
    )
    del made
    dataset = Vault(home)["birds"]
    assert isinstance(dataset, Dataset)
    assert dataset.rows().fetchall() == [
        (11, "Gentoo", "train"), (13, "Adelie", "test"), (14, "Chinstrap", "test"),
    ]  # fmt: skip


def test_a_revision_can_be_named(run: Run, home: Path) -> None:
    run("%vault import hf://birds/csv --revision v1.0 --split train --name old")
    assert Vault(home)["old"].row_count == 3


def test_search_and_preview_look_into_the_hub(run: Run) -> None:
    found = run("%vault search --hub birds --limit 3")
    assert next(each.repo_id for each in found) == "birds/multi"
    liked = run("%vault search --hub pond --limit 2 --sort likes")
    assert len(liked) == 2
    shown = run("%vault preview hf://birds/multi --subset media")
    assert isinstance(shown, HubConfiguration)
    assert shown.subset == "media"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%vault import reviews.csv --split train", "--split is for datasets of the Hub."),
        ("%vault import hf://birds/csv --delimiter |", "--delimiter is for files"),
        ("%vault import hf://birds/csv --rename id=nr", "--rename is for files"),
        ("%vault import hf://birds/shapes", "Choose one with --subset"),
        ("%vault import hf://birds/gated", "sign in here with: hf auth login"),
        ("%vault import hf://birds/csv --revision v9", "Name none for the newest"),
    ],
)
def test_a_mistake_is_one_line(fail: Fail, line: str, said: str) -> None:
    assert said in fail(line)


@pytest.mark.parametrize(
    ("line", "whole"),
    [("%vault import hf://a/b --su", "--subset"), ("%vault search --hu", "--hub")],
)
def test_flags_are_completed(shell: InteractiveShell, line: str, whole: str) -> None:
    with provisionalcompleter():
        found = [each.text for each in shell.Completer.completions(line, len(line))]
    assert whole in [each.strip() for each in found]
