"""Pipelines as they are written in the builder: opened, checked, kept, published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.errors import BadDefinition, BadName, DefinitionChanged
from datavault_jupyter.base.names import clean_name, name_key
from datavault_jupyter.features.pipelines import queries, yaml_text
from datavault_jupyter.features.pipelines.building.checking import Fault, faults_of
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.life import PipelineLife
from datavault_jupyter.features.pipelines.live.columns import known_fields
from datavault_jupyter.features.pipelines.records import PipelineRecord, TaskStatus
from datavault_jupyter.features.pipelines.service import PipelineService
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody wrote of a pipeline.

    Attributes:
        nodes: Plain forms.
        text: The YAML it was read from, to be shown again with its comments; "" : there is none.
    """

    name: str
    description: str
    nodes: Sequence[Any]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A pipeline as it is now.

    Attributes:
        text: Its definition as YAML, as it was written where nothing changed since.
        mark: Names this state of name, description and definition.
    """

    record: PipelineRecord
    definition: Definition
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing would do to what is there.

    Attributes:
        number: Of the form it would become.
        is_same: It is what the published form says already.
        added: New columns.
        retired: Columns that stay, and get no more values.
        pending_count: Tasks that nobody has begun.
        begun_count: Tasks that keep their form.
    """

    number: int
    is_same: bool
    added: tuple[str, ...]
    retired: tuple[str, ...]
    row_count: int
    pending_count: int
    begun_count: int


class BuildService:
    """What the builder does.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        known: Pipelines by name.
        life: Publishing and activating.
        projects: Where new ones can be.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        *,
        known: PipelineService,
        life: PipelineLife,
        projects: ProjectService,
    ) -> None:
        self._store = store
        self._policy = policy
        self._known = known
        self._life = life
        self._projects = projects

    def places(self) -> tuple[list[str], bool]:
        """The projects in which the actor may make pipelines, and whether outside of them too.

        Raises:
            NotAllowed: nowhere.
        """
        is_open = self._policy.allows(Action.PIPELINE_EDIT, NOWHERE)
        names = [
            each.name
            for each in self._projects.list()
            if self._policy.allows(Action.PIPELINE_EDIT, each.place)
        ]
        if not names and not is_open:
            self._policy.require(Action.PIPELINE_EDIT, NOWHERE)
        return names, is_open

    def opened(self, pipeline_id: str) -> Opened:
        """A pipeline as it is now, to be changed.

        Raises:
            PipelineNotFound: it is gone.
            NotAllowed: the actor may not change it.
        """
        found = self._known.get(pipeline_id)
        self._policy.require(Action.PIPELINE_EDIT, found.place)
        with self._store.catalog.read() as connection:
            return self._opened(connection, found)

    def _opened(self, connection: sa.Connection, record: PipelineRecord) -> Opened:
        present = self._known.present(connection, record)
        definition = self._known.defined(connection, present)
        kept = present.settings.get("yaml", "")
        if not kept or not _says(kept, present, definition):
            kept = yaml_text.written(present.name, present.description, definition)
        whole = [present.name, present.description, present.version_number, definition.to_list()]
        told = json.dumps(whole, sort_keys=True)
        return Opened(present, definition, kept, hashlib.sha256(told.encode()).hexdigest()[:16])

    def check(self, told: Told, pipeline_id: str = "") -> tuple[list[Fault], Changes | None]:
        """All that is wrong, else what publishing it would do; nothing is kept."""
        opened = self.opened(pipeline_id) if pipeline_id else None
        if opened is None:
            self.places()
        known = known_fields(opened.record.settings) if opened else []
        faults = [*_name_faults(told), *faults_of(told.nodes, known)]
        if faults:
            return faults, None
        return [], self._changes(Definition.of(told.nodes), opened)

    def _changes(self, definition: Definition, opened: Opened | None) -> Changes:
        names = {name_key(each.name): each.name for each in definition.fields}
        if opened is None or not opened.record.version_number:
            added = tuple(names.values())
            return Changes(1, is_same=False, added=added, retired=(), row_count=0,
                           pending_count=0, begun_count=0)  # fmt: skip
        record = opened.record
        published = self._known.definition(record, record.version_number)
        known = {name_key(each.name) for each in known_fields(record.settings)}
        counts = self._known.counts(record)
        pending = counts.get(TaskStatus.PENDING.value, 0)
        done = counts.get(TaskStatus.FINISHED.value, 0)
        return Changes(
            number=record.version_number + 1,
            is_same=published == definition,
            added=tuple(name for key, name in names.items() if key not in known),
            retired=tuple(
                each.name for each in published.fields if name_key(each.name) not in names
            ),
            row_count=sum(counts.values()),
            pending_count=pending,
            begun_count=sum(counts.values()) - pending - done,
        )

    def keep(
        self, told: Told, *, pipeline_id: str = "", project: str = "", mark: str = ""
    ) -> Opened:
        """Make a pipeline in draft, or write the draft of a pipeline's next form.

        Args:
            told: What somebody wrote.
            pipeline_id: "" : a new one.
            project: Of a new one; "" : none.
            mark: Of the state that was changed.

        Raises:
            BadDefinition: it can't work like that; `check` tells all that is wrong.
            DefinitionChanged: somebody else has changed it since `mark`.
            NameTaken: another pipeline of the project has the name.
        """
        if not pipeline_id:
            made = self._known.create(
                told.name, told.nodes, project=project or None, description=told.description
            )
            if told.text:
                with self._store.catalog.write() as connection:
                    self._put_text(connection, made, told)
            return self.opened(made.id)
        found = self._known.get(pipeline_id)
        self._policy.require(Action.PIPELINE_EDIT, found.place)
        definition = Definition.of(told.nodes)
        with self._store.catalog.write() as connection:
            now = self._opened(connection, found)
            _require_same(now, mark)
            name = clean_name(told.name, "pipeline")
            if name != now.record.name:
                self._known.put_name(connection, now.record, name)
            if told.description != now.record.description:
                queries.update(connection, now.record.key, description=told.description)
            if definition != now.definition:
                self._known.put_draft(connection, now.record, definition)
            self._put_text(connection, now.record, told)
            return self._opened(connection, now.record)

    def _put_text(self, connection: sa.Connection, record: PipelineRecord, told: Told) -> None:
        """Keep the YAML as it was written; one that no longer holds is dropped."""
        present = self._known.present(connection, record)
        settings = dict(present.settings)
        kept = told.text or settings.get("yaml", "")
        definition = self._known.defined(connection, present)
        if kept and _says(kept, present, definition):
            settings["yaml"] = kept
        else:
            settings.pop("yaml", None)
        if settings != present.settings:
            queries.update(connection, present.key, settings=settings)

    def publish(self, pipeline_id: str, mark: str, *, is_activated: bool = False) -> Opened:
        """Make the draft count; also let work begin where that is wanted.

        Raises:
            DefinitionChanged: somebody else has changed it since `mark`.
            BadDefinition: there is nothing to publish.
            Refused: its status doesn't allow it.
        """
        found = self.opened(pipeline_id).record

        def expected(connection: sa.Connection, present: PipelineRecord) -> None:
            _require_same(self._opened(connection, present), mark)

        if is_activated:
            self._life.activate(found, expected=expected)
        else:
            self._life.publish(found, expected=expected)
        return self.opened(pipeline_id)


def read(text: str) -> Told:
    """What a YAML text says.

    Raises:
        BadDefinition: it is no YAML of a pipeline.
    """
    found = yaml_text.read(text)
    return Told(found.name, found.description, found.nodes, text)


def _says(text: str, record: PipelineRecord, definition: Definition) -> bool:
    """Whether a text still says what is so."""
    try:
        found = yaml_text.read(text)
        is_same = Definition.of(found.nodes) == definition
    except BadDefinition:
        return False
    return is_same and (found.name, found.description) == (record.name, record.description)


def _require_same(now: Opened, mark: str) -> None:
    if now.mark != mark:
        raise DefinitionChanged(
            f"{now.record.name!r} was changed by somebody else meanwhile. Nothing was written."
        )


def _name_faults(told: Told) -> list[Fault]:
    try:
        clean_name(told.name, "pipeline")
    except BadName as error:
        is_blank = not told.name.strip()
        said = "The pipeline needs a name." if is_blank else error.message
        return [Fault(error.message, said, setting="name")]
    return []
