"""The work form as a widget: one task after the other."""

from __future__ import annotations

import contextlib
from typing import Any, ClassVar

import traitlets

from datavault_jupyter.base.errors import NotAllowed, PipelineNotFound, VaultError
from datavault_jupyter.display import html
from datavault_jupyter.features.pipelines import form_view
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.pipeline import Pipeline
from datavault_jupyter.widgets.base import View, refused_as_trait_error


class WorkForm(View):
    """Work through the tasks of a pipeline: fill in, hand in, next.

    Nothing is claimed before somebody presses Start; a review is decided in the same form.
    ``pipeline.work()`` opens it.

    Args:
        pipeline: The pipeline.
        node: Only tasks at this node; by default wherever there is something to do.
        contributor: In whose name; one's own by default. Another's takes the right to change the
            pipeline.
        height: Of the form's part at most, in pixels.

    Attributes:
        pipeline_id: The pipeline's id.
        node: The node whose tasks are worked on; empty for all.
        contributor: In whose name; empty for one's own.
        height: Of the form's part at most, in pixels.
        task_id: The task that is open in the form; empty where none is. Set by the form.

    Raises:
        TraitError: the pipeline has no such node, or nobody works there.

    >>> import datavault_jupyter as dv
    >>> p = vault.pipelines.create(
    ...     "Tone", nodes=[dv.Subtask("rate", fields=[dv.Field("tone", "rating")])]
    ... )
    >>> form = dv.WorkForm(p, node="rate")
    >>> form.task_id
    ''
    >>> form.close()
    """

    panel: ClassVar[str] = "work"

    pipeline_id = traitlets.Unicode().tag(sync=True)
    node = traitlets.Unicode().tag(sync=True)
    contributor = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(640, min=200, max=4000).tag(sync=True)
    task_id = traitlets.Unicode().tag(sync=True)

    def __init__(self, pipeline: Pipeline, **traits: Any) -> None:
        self._pipeline = pipeline
        # It keeps no row; and whoever is only named at a node may not ask what the vault keeps.
        traits.setdefault("keep_rows", False)
        super().__init__(pipeline._services, pipeline_id=pipeline.id, **traits)  # noqa: SLF001 - the views are the pipeline's own faces

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline that is worked on."""
        return self._pipeline

    @traitlets.validate("pipeline_id")
    def _check_pipeline(self, proposal: Any) -> str:
        services = self._pipeline._services  # noqa: SLF001 - as above
        with refused_as_trait_error():
            record = services.pipelines.known.get(proposal["value"])
        if record.id != self._pipeline.id:
            self._pipeline = Pipeline(services, record)
        return record.id

    @traitlets.validate("node")
    def _check_node(self, proposal: Any) -> str:
        name = str(proposal["value"])
        if not name:
            return name
        with refused_as_trait_error():
            try:
                known = {node.name: node for node in self._pipeline.nodes}
            except NotAllowed:
                # Whoever was only named at a node may not see the others: claiming says it.
                return name
        if name not in known or not known[name].is_worked_on:
            places = ", ".join(node.name for node in known.values() if node.is_worked_on)
            raise traitlets.TraitError(f"Nobody works at {name!r}. There is work at: {places}.")
        return name

    def _first_paint(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        asked = {
            "pipeline_id": self.pipeline_id,
            "node": self.node,
            "contributor": self.contributor,
        }
        try:
            place, _ = self._answer("pipelines.work", asked)
        except VaultError:
            return {}, {}  # the form asks by itself, and says what is wrong
        return {"pipelines.work": place}, {}

    def _still(self) -> dict[str, str]:
        known, name = self._services.pipelines.known, self._pipeline.id
        try:
            record = known.get(name)
        except PipelineNotFound:
            said = "This pipeline was deleted; its dataset keeps its rows."
            return {"text/plain": said, "text/html": html.frame("Work form", text=said)}
        except VaultError as error:
            return {
                "text/plain": str(error),
                "text/html": html.frame("Work form", text=str(error)),
            }
        fields: list[Field] = []
        counts: dict[str, int] = {}
        # Whoever was only named at a node works there, and sees no more.
        with contextlib.suppress(NotAllowed):
            fields, counts = list(known.definition(record).fields), known.counts(record)
        return form_view.bundle(record, fields, counts)
