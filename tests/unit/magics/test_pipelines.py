"""`%vault pipelines` and `%vault tasks`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import datavault_jupyter as dv
from tests.unit.pipelines.conftest import REPLY, SCORE

Run = Callable[[str], Any]
Printed = Callable[[str], str]


@pytest.fixture
def pipeline(home: Path, tmp_path: Path) -> None:
    (tmp_path / "replies.csv").write_text("id,reply\n1,a\n2,b\n")
    with dv.Vault(home) as vault:
        nodes = [dv.Subtask("rate", fields=[REPLY, SCORE])]
        vault.pipelines.create("Helpfulness", nodes=nodes).activate()


@pytest.mark.usefixtures("pipeline")
def test_tasks_come_from_a_file_or_a_dataset(run: Run, printed: Printed) -> None:
    said = printed("%vault tasks Helpfulness replies.csv --key id")
    assert said == "Added 2 tasks to 'Helpfulness'.\n"
    said = printed("%vault tasks Helpfulness replies.csv --key id")
    assert said == "Added 0 tasks to 'Helpfulness'; 2 rows had one already.\n"
    run("%vault import replies.csv --name more")
    assert printed("%vault tasks Helpfulness more") == "Added 2 tasks to 'Helpfulness'.\n"
    shown = repr(run("%vault pipelines"))
    assert "Helpfulness  Active  0 of 4 tasks finished, 4 pending" in shown


@pytest.mark.usefixtures("home")
def test_none_are_said_to_be_there(run: Run) -> None:
    assert "No pipelines yet" in repr(run("%vault pipelines"))
