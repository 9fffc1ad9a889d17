"""Versions, clones, merges and growth on a magic's line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter import Vault

Run = Callable[[str], Any]
Printed = Callable[[str], str]

pytestmark = pytest.mark.usefixtures("reviews")


@pytest.fixture
def more(tmp_path: Path) -> Path:
    path = tmp_path / "more.csv"
    path.write_text("id,text,order no\n4,new,1\n5,x,2,3\n")
    return path


@pytest.mark.usefixtures("more")
def test_appending_tells_what_was_left_out(run: Run, printed: Printed, tmp_path: Path) -> None:
    said = printed("%vault append reviews more.csv --on-error skip")
    assert said.startswith("Added 1 row to 'reviews'.\n")
    assert "1 row left out" in said
    assert printed("%vault report reviews --save left.csv").startswith("Wrote ")
    assert (tmp_path / "left.csv").read_text().splitlines() == ["id,text,order no", "5,x,2,3"]
    assert "put" not in printed("%vault replace reviews reviews.csv")
    assert run("%vault versions reviews")[0].number == "1.0.2"


def test_versions_are_tagged_compared_and_restored(run: Run, printed: Printed) -> None:
    with run("%vault show reviews").edit() as draft:
        draft.remove("id = 1")
    assert printed("%vault tag reviews 1.0.0 gold") == "Tagged 'reviews' 1.0.0 as 'gold'.\n"
    made = run("%vault diff reviews gold --key id")
    assert (made.removed_count, made.added_count, made.key) == (1, 0, ("id",))
    said = printed("%vault restore reviews gold")
    assert said == "'reviews' holds what gold holds (3 rows): 1.0.2.\n"


def test_clones_and_merges(run: Run, printed: Printed) -> None:
    said = printed('%vault clone reviews part --where "id > 1"')
    assert said == "Cloned 'reviews' as 'part' (2 rows).\n"
    printed("%vault clone reviews whole")
    made = run("%vault merge whole part --name both --key id")
    # What a clone left out of their common ancestor stays out.
    assert sorted(row[0] for row in made.rows().fetchall()) == [2, 3]


def test_an_import_in_the_background_is_listed(run: Run, home: Path) -> None:
    running = run("%vault import reviews.csv --name later --background")
    assert running.wait(60).name == "later"
    assert "done, 3 rows" in repr(run("%vault jobs"))
    with Vault(home) as vault:
        assert "later" in vault
