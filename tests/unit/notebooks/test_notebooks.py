"""Notebooks that use datasets: what is noted, who is told, and what leaves the machine of it."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter import Dataset, Vault, using
from datavault_jupyter.base.clock import now
from datavault_jupyter.features.notebooks import queries
from datavault_jupyter.server.below import told_below
from datavault_jupyter.storage.tables import notebook

Within = Callable[[str], None]


@pytest.fixture
def within(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Within:
    """Makes this process the kernel of a notebook of that name."""
    monkeypatch.setattr(using, "has_front_end", lambda: True)
    monkeypatch.delenv("VSCODE_IPYNB_FILE", raising=False)

    def told(name: str) -> None:
        monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / name))

    return told


def listed(vault: Vault, dataset: Dataset | None = None) -> list[tuple[str, list[str]]]:
    record = dataset._record if dataset else None
    found = vault._services.notebooks.list(record).notebooks
    return [(each.name, [used.name for used in each.datasets]) for each in found]


def test_each_way_of_opening_a_dataset_is_noted(
    vault: Vault, reviews: Dataset, within: Within, tmp_path: Path
) -> None:
    words = vault.import_frame(pd.DataFrame({"w": ["a"]}), name="words")
    assert listed(vault) == []
    within("load.ipynb")
    reviews.df()
    within("query.ipynb")
    reviews.sql("SELECT count(*) FROM this").fetchall()
    within("join.ipynb")
    vault.sql("SELECT * FROM reviews, words").fetchall()
    within("version.ipynb")
    reviews.at("1.0.0").df()
    within("look.ipynb")
    dv.DatasetView(words).close()
    assert listed(vault, reviews) == [
        (f"{each}.ipynb", ["reviews"]) for each in ("version", "join", "query", "load")
    ]
    assert listed(vault)[0] == ("look.ipynb", ["words"])
    assert sorted(dict(listed(vault))["join.ipynb"]) == ["reviews", "words"]
    first = vault._services.notebooks.list(reviews._record, limit=1).notebooks
    assert [(each.path, each.actor) for each in first] == [
        (str(tmp_path / "version.ipynb"), vault._services.policy.actor_name)
    ]
    words.delete(confirm="delete")
    assert "look.ipynb" not in dict(listed(vault))


def test_what_is_no_notebook_is_not_noted(
    vault: Vault, reviews: Dataset, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    within("console-1")
    reviews.df()
    within("train.ipynb")
    # A program that a notebook started inherits the name.
    monkeypatch.setattr(using, "has_front_end", lambda: False)
    reviews.df()
    monkeypatch.setattr(using, "has_front_end", lambda: True)
    monkeypatch.setenv("JPY_SESSION_NAME", "relative.ipynb")
    reviews.df()
    assert listed(vault) == []


def test_nobody_is_told_of_datasets_they_may_not_see(
    vault: Vault,
    reviews: Dataset,
    within: Within,
    act_as: Callable[[str], Vault],
) -> None:
    vault.projects.create("Teaching")
    inside = vault.import_frame(pd.DataFrame({"w": ["a"]}), name="inside", project="Teaching")
    act_as("vera")
    vault.projects.invite("Teaching", "vera")
    within("both.ipynb")
    reviews.df()
    inside.df()
    with act_as("vera") as other:
        assert listed(other) == [("both.ipynb", ["inside"])]


def test_only_the_latest_of_a_dataset_are_kept(
    vault: Vault, reviews: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_MOST_EACH", 2)
    with vault._services.store.catalog.write() as connection:
        for name in ("a", "b", "a", "c"):
            queries.note(
                connection, reviews._record.key, actor="ada", path=f"/{name}", used_at=now()
            )
        kept = connection.execute(notebook.select().order_by(notebook.c.id)).all()
    assert [row.path for row in kept] == ["/a", "/c"]


def test_over_http_no_folder_of_the_machine_is_told(
    vault: Vault, reviews: Dataset, within: Within, tmp_path: Path
) -> None:
    (tmp_path / "maps").mkdir()
    within("maps/in.ipynb")
    reviews.df()
    made = vault._services.notebooks.list(reviews._record)
    tell = told_below(tmp_path)
    assert [each.path for each in tell(None, made).notebooks] == ["maps/in.ipynb"]
    assert [each.path for each in told_below(tmp_path / "maps/x")(None, made).notebooks] == [""]
