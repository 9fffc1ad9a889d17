"""Questions of the builder, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadDefinition
from datavault_jupyter.features.pipelines.building.wire import (
    BuilderState,
    CheckArgs,
    Checked,
    Draft,
    DraftArgs,
    FormChanges,
    KeepArgs,
    Kept,
    Problem,
    PublishArgs,
    SaveTemplateArgs,
    TemplateArgs,
    Written,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.building.checking import Fault
    from datavault_jupyter.features.pipelines.building.service import Changes, Opened, Told
    from datavault_jupyter.features.pipelines.definition import Definition
    from datavault_jupyter.features.pipelines.suite import PipelineSuite


class BuildOps:
    """Wire operations on pipelines that somebody builds.

    Args:
        suite: The services of pipelines; asked for when the first builder is there.
    """

    def __init__(self, suite: Callable[[], PipelineSuite]) -> None:
        self._suite = suite

    @operation("pipelines.draft")
    def draft(self, args: DraftArgs, call: Call) -> BuilderState:
        """A pipeline as it is now, to be changed; or the beginning of a new one."""
        if args.pipeline_id:
            return self._state(self._suite().builds.opened(args.pipeline_id))
        return self._state(None, Draft(name=args.name), args.project)

    @operation("pipelines.check")
    def check(self, args: CheckArgs, call: Call) -> Checked:
        """All that is wrong with what was written, and what publishing it would do."""
        from datavault_jupyter.features.pipelines import yaml_text
        from datavault_jupyter.features.pipelines.building import sheets

        try:
            told = _told(args.written)
        except BadDefinition as error:
            return Checked((_unread(error, args.written.text),), None, "", None)
        faults, changes = self._suite().builds.check(told, args.pipeline_id)
        problems = _problems(faults, args.written)
        if args.written.text:
            draft = None if faults else sheets.drawn(told.name, told.description, _made(told))
            return Checked(problems, draft, "", _shown(changes))
        # As it would be kept: with what is by default left out.
        nodes = told.nodes if faults else _made(told).to_list()
        text = yaml_text.as_text(told.name, told.description, nodes)
        return Checked(problems, None, text, _shown(changes))

    @operation("pipelines.keep")
    def keep(self, args: KeepArgs, call: Call) -> Kept:
        """Make a pipeline, or write the draft of its next form; nothing where it is wrong."""
        try:
            told = _told(args.written)
        except BadDefinition as error:
            return Kept(None, (_unread(error, args.written.text),))
        builds = self._suite().builds
        faults, _ = builds.check(told, args.pipeline_id)
        if faults:
            return Kept(None, _problems(faults, args.written))
        kept = builds.keep(told, pipeline_id=args.pipeline_id, project=args.project, mark=args.mark)
        return Kept(self._state(kept), ())

    @operation("pipelines.publish")
    def publish(self, args: PublishArgs, call: Call) -> BuilderState:
        """Make the draft count, and let work begin where that is wanted."""
        builds = self._suite().builds
        return self._state(
            builds.publish(args.pipeline_id, args.mark, is_activated=args.is_activated)
        )

    @operation("pipelines.template")
    def template(self, args: TemplateArgs, call: Call) -> Checked:
        """A template, to begin with: as a form where it can be one, and as YAML."""
        from datavault_jupyter.features.pipelines import yaml_text
        from datavault_jupyter.features.pipelines.building import sheets
        from datavault_jupyter.features.pipelines.definition import Definition

        definition = Definition.of(self._suite().known.template(args.name))
        text = yaml_text.as_text(args.name, "", definition.to_list())
        return Checked((), sheets.drawn(args.name, "", definition), text, None)

    @operation("pipelines.save_template")
    def save_template(self, args: SaveTemplateArgs, call: Call) -> None:
        """Keep a definition for others to begin with, without who is named in it."""
        known = self._suite().known
        known.save_template(known.get(args.pipeline_id), args.name)

    def _state(
        self, opened: Opened | None, draft: Draft | None = None, project: str = ""
    ) -> BuilderState:
        from datavault_jupyter.features.pipelines.building import sheets
        from datavault_jupyter.features.pipelines.building.tables import builder_table

        record = opened.record if opened else None
        projects: list[str] = []
        is_open = False
        if opened:
            draft = sheets.drawn(opened.record.name, opened.record.description, opened.definition)
        else:
            projects, is_open = self._suite().builds.places()
        return BuilderState(
            pipeline_id=record.id if record else "",
            name=record.name if record else "",
            project=(record.project or "") if record else project,
            status=record.status.value if record else "draft",
            form_number=record.version_number if record else 0,
            has_draft=record is not None and "draft" in record.settings,
            mark=opened.mark if opened else "",
            draft=draft,
            text=opened.text if opened else "",
            table=builder_table(),
            projects=tuple(projects),
            is_vault_open=is_open,
            templates=tuple(self._suite().known.templates()),
        )


def _told(written: Written) -> Told:
    from datavault_jupyter.features.pipelines.building import service, sheets

    if written.text:
        return service.read(written.text)
    draft = written.draft or Draft()
    return service.Told(draft.name, draft.description, sheets.plain(draft))


def _made(told: Told) -> Definition:
    from datavault_jupyter.features.pipelines.definition import Definition

    return Definition.of(told.nodes)


def _unread(error: BadDefinition, text: str) -> Problem:
    from datavault_jupyter.features.pipelines.building.lines import line_in, line_of

    line = line_in(error.message) or (line_of(text, setting=error.field) if error.field else 0)
    return Problem(f"{error.message} {error.hint}".strip(), line=line)


def _problems(faults: list[Fault], written: Written) -> tuple[Problem, ...]:
    if written.text:
        return tuple(_in_text(each, written.text) for each in faults)
    return tuple(_on_sheet(each, written.draft or Draft()) for each in faults)


def _in_text(fault: Fault, text: str) -> Problem:
    from datavault_jupyter.features.pipelines.building.lines import line_of

    line = line_of(text, fault.node, fault.field, fault.setting)
    return Problem(fault.message, setting=fault.setting, line=line)


def _on_sheet(fault: Fault, draft: Draft) -> Problem:
    """A fault at its place; the first node is the Start, which the sheet doesn't list."""
    made = Problem(fault.text, setting=fault.setting)
    if fault.node is None:
        return made
    if not draft.steps:
        return replace(made, text="It has no step yet: begin with a subtask.")
    at = fault.node - 1
    if not 0 <= at < len(draft.steps):
        return made
    step = draft.steps[at]
    where = [step.name.strip() or f"Step {at + 1}"]
    if fault.field is None or fault.field >= len(step.fields):
        where += _called("", fault.setting)
        return replace(made, step=step.key, where=", ".join(where))
    field = step.fields[fault.field]
    where.append(field.title.strip() or field.name.strip() or f"field {fault.field + 1}")
    where += _called(field.type, fault.setting)
    return replace(made, step=step.key, field=field.key, where=", ".join(where))


def _called(kind: str, setting: str) -> list[str]:
    """What the panel calls a setting, to go on with within a sentence."""
    from datavault_jupyter.features.pipelines.building.tables import meanings

    meaning = meanings(kind).get(setting, "")
    return [meaning[:1].lower() + meaning[1:]] if meaning else []


def _shown(changes: Changes | None) -> FormChanges | None:
    if changes is None:
        return None
    return FormChanges(
        form_number=changes.number,
        is_same=changes.is_same,
        added=changes.added,
        retired=changes.retired,
        row_count=changes.row_count,
        pending_count=changes.pending_count,
        begun_count=changes.begun_count,
    )
