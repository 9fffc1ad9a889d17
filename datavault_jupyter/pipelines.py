"""The pipelines of a vault: what ``vault.pipelines`` is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.display import live
from datavault_jupyter.pipeline import Pipeline

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.nodes import Node
    from datavault_jupyter.services import Services


class Pipelines:
    """Pipelines by name: ``list``, ``get``, ``create``, ``build``, ``from_yaml``.

    >>> import datavault_jupyter as dv
    >>> p = vault.pipelines.create(
    ...     "Helpfulness",
    ...     nodes=[
    ...         dv.Subtask(
    ...             "rate",
    ...             fields=[
    ...                 dv.Field("reply", "long_text", source="given"),
    ...                 dv.Field("helpfulness", "rating"),
    ...             ],
    ...         )
    ...     ],
    ... ).activate()
    >>> p.add_tasks([{"reply": "Paris."}, {"reply": "No idea."}]).added_count
    2
    >>> p.claim()[0].submit({"helpfulness": 5})
    >>> p.dataset.df()["helpfulness"].tolist()
    [5, <NA>]
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    def list(self) -> list[Pipeline]:
        """The pipelines one may see, by name."""
        return [Pipeline(self._services, each) for each in self._services.pipelines.known.list()]

    def get(self, name_or_id: str) -> Pipeline:
        """The pipeline with a name, ``project/name`` or id.

        Raises:
            PipelineNotFound: there is none.
        """
        return Pipeline(self._services, self._services.pipelines.known.get(name_or_id))

    def find(self, name_or_id: str) -> Pipeline | None:
        """The pipeline with a name, ``project/name`` or id, or None."""
        found = self._services.pipelines.known.find(name_or_id)
        return Pipeline(self._services, found) if found else None

    def __getitem__(self, name_or_id: str) -> Pipeline:
        """The pipeline with a name or id."""
        return self.get(name_or_id)

    def __iter__(self) -> Iterator[Pipeline]:
        """The pipelines, by name."""
        return iter(self.list())

    def __contains__(self, name_or_id: object) -> bool:
        """Whether there is a pipeline with a name or id."""
        return isinstance(name_or_id, str) and self.find(name_or_id) is not None

    def _ipython_key_completions_(self) -> Iterable[str]:
        return [each.name for each in self.list()]

    def create(
        self,
        name: str,
        *,
        nodes: Iterable[Node | Mapping[str, Any]] | None = None,
        template: str | None = None,
        project: str | None = None,
        description: str = "",
    ) -> Pipeline:
        """Make a pipeline, in draft; ``activate()`` lets work begin.

        Args:
            name: Of the pipeline, and of the dataset it will fill.
            nodes: `Subtask`, `Review` and `Gate`; each leads to the next unless it says
                otherwise. `Start` and `End` are added where they are left out.
            template: A template's name, instead of nodes.
            project: A project's name or id.
            description: What it is for.

        Raises:
            BadArgument: both nodes and a template, or neither.
            NameTaken: another pipeline of the project has the name.
            BadDefinition: it can't work like that; the node is named.
        """
        if (nodes is None) == (template is None):
            raise BadArgument(
                "A pipeline is made of nodes= or of a template=.", hint="Pass one of the two."
            )
        known = self._services.pipelines.known
        made = known.create(
            name,
            known.template(template) if template is not None else nodes or (),
            project=project,
            description=description,
        )
        return Pipeline(self._services, made)

    def from_yaml(
        self, source: str | os.PathLike[str], *, name: str | None = None,
        project: str | None = None,
    ) -> Pipeline:  # fmt: skip
        """Make a pipeline from what ``pipeline.to_yaml()`` gives.

        Args:
            source: The text, or the path of a file with it.
            name: Instead of the name in it.
            project: A project's name or id.

        Raises:
            BadDefinition: it is no YAML of a pipeline; the line is named.
        """
        from datavault_jupyter.features.pipelines import yaml_text

        is_path = isinstance(source, os.PathLike) or "\n" not in source
        text = Path(source).read_text(encoding="utf-8") if is_path else str(source)
        told = yaml_text.read(text)
        return self.create(
            name or told.name, nodes=told.nodes, project=project, description=told.description
        )

    def build(self, *, name: str = "", project: str | None = None, **options: Any) -> Any:
        """Open the builder, in which a new pipeline is defined; nothing is stored before Save.

        Args:
            name: What it is called at first.
            project: A project's name or id.
            options: ``height=`` of `PipelineBuilder`.

        >>> builder = vault.pipelines.build(name="Tone")
        >>> builder.name, builder.pipeline
        ('Tone', None)
        >>> builder.close()
        """
        return live.made("build", self, name=name, project=project, **options)

    def templates(self) -> Sequence[str]:
        """The names of the templates that ``create(template=…)`` takes."""
        return list(self._services.pipelines.known.templates())

    def __repr__(self) -> str:
        """A line for each."""
        from datavault_jupyter.features.pipelines import view

        return view.listing_text(self._services.pipelines.known.list(), now())

    def _repr_html_(self) -> str:
        from datavault_jupyter.features.pipelines import view

        records = self._services.pipelines.known.list()
        return view.listing_html(self._services.store.root.name, records, now())
