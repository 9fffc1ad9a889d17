"""Where notebooks are, as whoever looks through Jupyter names them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any


def told_below(root: Path) -> Any:
    """Tells of notebooks by their path below a folder, and by name alone of those elsewhere.

    >>> from datavault_jupyter.base.clock import now
    >>> from datavault_jupyter.features.notebooks.wire import Notebook, NotebookList
    >>> inside = Notebook(
    ...     "a.ipynb", str(Path("/srv/notebooks/maps/a.ipynb").absolute()), "ada", now(), ()
    ... )
    >>> outside = Notebook("b.ipynb", str(Path("/srv/b.ipynb").absolute()), "ada", now(), ())
    >>> tell = told_below(Path("/srv/notebooks"))
    >>> [each.path for each in tell(None, NotebookList((inside, outside))).notebooks]
    ['maps/a.ipynb', '']
    """
    folder = root.expanduser().absolute()
    # Kernels are told the path as it was asked for, or with links followed.
    roots = {folder, folder.resolve()}

    def shown(path: str) -> str:
        place = Path(path)
        return next(
            (place.relative_to(each).as_posix() for each in roots if place.is_relative_to(each)),
            "",
        )

    def told(_args: Any, made: Any) -> Any:
        return replace(
            made,
            notebooks=tuple(replace(each, path=shown(each.path)) for each in made.notebooks),
        )

    return told
