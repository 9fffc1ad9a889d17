"""New tasks for a pipeline as a widget: which column fills which field, what doesn't fit."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, ClassVar

import traitlets

from datavault_jupyter.base.ids import new_id
from datavault_jupyter.dataset import Dataset
from datavault_jupyter.display import html
from datavault_jupyter.pipeline import Pipeline
from datavault_jupyter.widgets.base import View


class SeedPanel(View):
    """Make tasks out of rows: match columns with fields, look at what comes of it, add them.

    ``pipeline.seed()`` opens it. Nothing is added before somebody presses Add; then all rows are
    checked before the first becomes a task.

    Args:
        pipeline: What the tasks are of.
        rows: Where they come from: what ``pipeline.add_tasks()`` takes. Without it a dataset or a
            file is chosen in the panel.
        mapping: The column each given field is taken from; equal names by default.
        key: The column that says which row is which: one that has a task is left out.

    Attributes:
        pipeline_id: The pipeline's id.
        source_kind: ``dataset``, ``file``, ``given`` (rows of this kernel), or empty.
        source: Id of the dataset, path of the file, or the key of the rows.
        added_count: How many tasks the panel has added so far. Set by the panel.

    >>> import datavault_jupyter as dv
    >>> given = dv.Field("text", "short_text", source="given")
    >>> asked = dv.Field("tone", "rating")
    >>> p = vault.pipelines.create("Tone", nodes=[dv.Subtask("rate", fields=[given, asked])])
    >>> panel = dv.SeedPanel(p.activate(), [{"text": "a"}, {"text": "b"}])
    >>> panel.source_kind, panel.added_count
    ('given', 0)
    >>> panel.close()
    """

    panel: ClassVar[str] = "seed"

    pipeline_id = traitlets.Unicode().tag(sync=True)
    source_kind = traitlets.Unicode().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)
    added_count = traitlets.Int().tag(sync=True)
    _mapping = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    _key = traitlets.Unicode(allow_none=True, default_value=None).tag(sync=True)

    def __init__(
        self,
        pipeline: Pipeline,
        rows: Any = None,
        *,
        mapping: Mapping[str, str] | None = None,
        key: str | None = None,
        **traits: Any,
    ) -> None:
        services = pipeline._services  # noqa: SLF001 - the views are the pipeline's own faces
        self._pipeline = pipeline
        self._given_key = ""
        kind, source = _named(rows)
        if kind == "given":
            self._given_key = source = new_id("row")
            services.given_rows[source] = rows
        # Rows are the vault's, or whoever's cell gave them: a saved notebook keeps none.
        traits.setdefault("keep_rows", False)
        super().__init__(
            services,
            pipeline_id=pipeline.id,
            source_kind=kind,
            source=source,
            _mapping=None if mapping is None else dict(mapping),
            _key=key,
            **traits,
        )

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline that gets the tasks."""
        return self._pipeline

    def close(self) -> None:
        """Take the panel off the page; rows that were given to it are let go."""
        self._services.given_rows.pop(self._given_key, None)
        super().close()

    def _still(self) -> dict[str, str]:
        said = "New tasks: run the cell to match columns with fields."
        return {"text/plain": said, "text/html": html.frame("New tasks", text=said)}


def _named(rows: Any) -> tuple[str, str]:
    """How the panel names where rows come from."""
    if rows is None:
        return "", ""
    if isinstance(rows, str | os.PathLike):
        return "file", os.fspath(rows)
    if isinstance(rows, Dataset):
        return "dataset", rows.id
    return "given", ""
