"""The builder of pipelines as a widget: a form for those that go in one line, YAML for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.display import html
from datavault_jupyter.pipeline import Pipeline
from datavault_jupyter.widgets.base import View, refused_as_trait_error

if TYPE_CHECKING:
    from datavault_jupyter.pipelines import Pipelines
    from datavault_jupyter.vault import Vault


class PipelineBuilder(View):
    """Define a pipeline by filling in what its steps and fields are, with a preview of its form.

    Subtasks, and reviews after them, are drawn as a form; every pipeline can be read and written as
    YAML, and one with gates only so. Nothing counts before it is published.
    ``vault.pipelines.build()`` opens an empty one, ``pipeline.edit()`` one that is there.

    Args:
        shown: The vault, for a new pipeline; or the pipeline to change.
        name: Of a new pipeline.
        project: Of a new pipeline: a project's name.
        height: At most, in pixels.

    Attributes:
        pipeline_id: The pipeline's id; empty before a new one is saved. Set it to go to another.
        name: What a new pipeline is called at first.
        project: Where a new pipeline is to be.
        height: At most, in pixels.
        is_changed: Whether there is something that isn't saved. Set by the panel.

    Raises:
        TraitError: there is no such pipeline or project.

    >>> import datavault_jupyter as dv
    >>> builder = dv.PipelineBuilder(vault, name="Tone")
    >>> builder.pipeline_id, builder.is_changed
    ('', False)
    >>> builder.close()
    """

    panel: ClassVar[str] = "build"

    pipeline_id = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    project = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(800, min=240, max=4000).tag(sync=True)
    is_changed = traitlets.Bool(default_value=False).tag(sync=True)

    def __init__(self, shown: Vault | Pipelines | Pipeline, **traits: Any) -> None:
        if isinstance(shown, Pipeline):
            traits["pipeline_id"] = shown.id
        traits["project"] = traits.get("project") or ""
        # It keeps no row; and the vault need not be asked what it keeps.
        traits.setdefault("keep_rows", False)
        super().__init__(shown._services, **traits)  # noqa: SLF001 - the views are their own faces

    @property
    def pipeline(self) -> Pipeline | None:
        """The pipeline that is built; None before a new one is saved."""
        if not self.pipeline_id:
            return None
        record = self._services.pipelines.known.get(self.pipeline_id)
        return Pipeline(self._services, record)

    @traitlets.validate("pipeline_id")
    def _check_pipeline(self, proposal: Any) -> str:
        name = str(proposal["value"])
        if not name:
            return name
        with refused_as_trait_error():
            return self._services.pipelines.known.get(name).id

    @traitlets.validate("project")
    def _check_project(self, proposal: Any) -> str:
        name = str(proposal["value"])
        if not name:
            return name
        with refused_as_trait_error():
            return self._services.projects.get(name).name

    def _first_paint(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        asked = {"pipeline_id": self.pipeline_id, "name": self.name, "project": self.project}
        try:
            state, _ = self._answer("pipelines.draft", asked)
        except VaultError:
            return {}, {}  # the panel asks by itself, and says what is wrong
        return {"pipelines.draft": state}, {}

    def _still(self) -> dict[str, str]:
        try:
            pipeline = self.pipeline
        except VaultError as error:
            said = str(error)
            return {"text/plain": said, "text/html": html.frame("Pipeline", text=said)}
        if pipeline is not None:
            return pipeline._repr_mimebundle_()
        said = "A new pipeline that isn't saved yet. Run the cell to define it."
        title = self.name or "New pipeline"
        return {"text/plain": f"{title}: {said}", "text/html": html.frame(title, text=said)}
