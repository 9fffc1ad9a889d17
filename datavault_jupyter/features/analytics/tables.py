"""A small table of results: shown in a notebook, handed on as a frame, a dict or a CSV file."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.wording import count
from datavault_jupyter.display import html, text
from datavault_jupyter.features.exports.targets import drafted

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 30
MOST_COLUMNS = 14


@dataclass(frozen=True)
class Table:
    """Rows of results.

    It iterates over its rows, each a dict; ``table[0]`` is the first.

    Attributes:
        title: What it shows.
        columns: The names of its columns.
        rows: Its rows.
        notes: What a reader should know.

    >>> table = Table("Wins", ("model", "wins"), (("a", 3), ("b", 1)))
    >>> table[0], table.to_dict()["wins"]
    ({'model': 'a', 'wins': 3}, [3, 1])
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Its rows."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __getitem__(self, place: int) -> dict[str, Any]:
        """One row."""
        return dict(zip(self.columns, self.rows[place], strict=True))

    def df(self) -> pd.DataFrame:
        """The rows as a pandas frame."""
        import pandas as pd

        return pd.DataFrame(self.to_dict(), columns=list(self.columns))

    def to_dict(self) -> dict[str, list[Any]]:
        """Each column's values, by its name."""
        return {name: [row[at] for row in self.rows] for at, name in enumerate(self.columns)}

    def to_csv(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write it to a CSV file, whole or not at all; what is undefined is left empty.

        Args:
            path: The file.
            overwrite: Replace a file that is there.

        Raises:
            TargetExists: a file is there and ``overwrite`` is off.
        """
        target = Path(path)
        with (
            drafted(target, overwrite=overwrite) as draft,
            draft.path.open("w", encoding="utf-8", newline="") as file,
        ):
            writer = csv.writer(file)
            writer.writerow(self.columns)
            writer.writerows(self.rows)
        return target

    def __repr__(self) -> str:
        """The first rows as plain text."""
        shown = self.columns[:MOST_COLUMNS]
        rows = [[written(cell) for cell in row[: len(shown)]] for row in self.rows[:MOST_ROWS]]
        lines = [self.title, text.table(shown, rows, numbers=self._numbers()[: len(shown)])]
        return "\n".join([*lines, *self._rest(), *self.notes])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self.html()}

    def html(self) -> str:
        """The first rows as a framed table without scripts."""
        return html.frame(self.title, body=self.body(), foot=[*self._rest(), *self.notes])

    def body(self) -> str:
        """The table alone."""
        numbers = self._numbers()
        shown = range(min(len(self.columns), MOST_COLUMNS))
        heads = [html.Head(self.columns[at], is_number=numbers[at]) for at in shown]
        rows = [[_cell(row[at], is_number=numbers[at]) for at in shown]
                for row in self.rows[:MOST_ROWS]]  # fmt: skip
        return html.table(heads, rows, label=self.title)

    def _numbers(self) -> list[bool]:
        return [
            any(is_number(row[at]) for row in self.rows)
            and all(row[at] is None or is_number(row[at]) for row in self.rows)
            for at in range(len(self.columns))
        ]

    def _rest(self) -> list[str]:
        made = []
        if len(self.rows) > MOST_ROWS:
            made.append(f"First {MOST_ROWS} of {count(len(self.rows), 'row')}")
        if len(self.columns) > MOST_COLUMNS:
            made.append(f"First {MOST_COLUMNS} of {count(len(self.columns), 'column')}")
        return made


def is_number(value: object) -> bool:
    """Whether a cell stands to the right."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def written(value: object) -> str:
    """A cell as people read it: four digits of a fraction.

    >>> written(0.123456), written(None), written(12345), written(1e-9)
    ('0.1235', '–', '12,345', '1.00e-09')
    """
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int):
        return count(value)
    if value and (abs(value) < 5e-5 or abs(value) >= 1e7) and math.isfinite(value):
        return f"{value:.2e}"
    return f"{value:.4f}"


def _cell(value: object, *, is_number: bool) -> html.Cell:
    shown = written(value)
    if value is None:
        return html.Cell(shown, "dv-num dv-none" if is_number else "dv-none")
    short = text.shortened(shown, 200)
    return html.Cell(short, "dv-num" if is_number else "", short if len(short) > 36 else "")
