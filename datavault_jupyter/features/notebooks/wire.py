"""What is asked about notebooks, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NotebooksArgs:
    """Of which dataset; empty is of all that the asker may see."""

    dataset_id: str = ""
    limit: int = 20


@dataclass(frozen=True, slots=True)
class NotebookDataset:
    """A dataset that a notebook uses."""

    dataset_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook in which somebody opened datasets.

    Attributes:
        name: Its file's name.
        path: Where it is: for a kernel on its machine, over HTTP below the folder that Jupyter
            shows. Empty: nobody can open it from here.
        actor: Who used it last.
        used_at: When.
        datasets: Those that were asked about, the latest first.
    """

    name: str
    path: str
    actor: str
    used_at: datetime
    datasets: tuple[NotebookDataset, ...]


@dataclass(frozen=True, slots=True)
class NotebookList:
    """Notebooks, the one used last first."""

    notebooks: tuple[Notebook, ...]
