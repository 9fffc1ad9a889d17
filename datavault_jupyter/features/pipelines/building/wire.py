"""What the builder asks and is told, as it goes over the wire.

Numbers travel as the text that was typed: a browser's numbers hold 53 bits, and what isn't a
number yet must come back as it is. Nothing here needs the pipelines themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SettingShown:
    """One setting of a type of field, or of a step.

    Attributes:
        form: What it is, in words: text, yes or no, number, whole number, whole number of 1 or
            more, list of different texts, labels by whole number.
        default: Where nobody says; numbers as text, "" where there is none.
        meaning: What it does; what the panel calls it.
        choices: What it can be, where that is a list.
        outputs: Of a criterion: the outputs for which it counts; empty: for all.
        least: The smallest number it takes, where there is one.
        most: The largest.
    """

    name: str
    form: str
    default: Any
    meaning: str
    choices: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class KindShown:
    """One of the twelve types of fields.

    Attributes:
        required: Settings without which it makes no sense.
        rule: How several answers become one value, unless the step says.
        is_repeatable: Whether it can hold several values.
    """

    type: str
    label: str
    settings: tuple[SettingShown, ...]
    required: tuple[str, ...]
    rule: str
    is_repeatable: bool


@dataclass(frozen=True, slots=True)
class BuilderTable:
    """What there is to choose from, out of the tables the code goes by.

    Attributes:
        subtask: Settings of a subtask, but for its fields.
        review: Settings of a review.
        rules: How several answers can become one value.
        sources: Where a field's value can come from.
    """

    kinds: tuple[KindShown, ...]
    subtask: tuple[SettingShown, ...]
    review: tuple[SettingShown, ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftField:
    """A field as somebody is writing it.

    Attributes:
        key: By which the panel knows it again.
        least: How many values at least, as typed; "" in both: it holds one value.
        most: How many at most, as typed.
        source: answer, given or static.
        value: Of a static field; numbers as text.
        rule: How several answers become one value; "": as its type does.
        is_averaged: Its column holds means of whole numbers.
        settings: What its type was told; numbers as text.
    """

    name: str
    type: str
    key: str = ""
    title: str = ""
    helper: str = ""
    is_optional: bool = False
    least: str = ""
    most: str = ""
    source: str = "answer"
    value: Any = None
    rule: str = ""
    is_averaged: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftStep:
    """A subtask or a review as somebody is writing it.

    Attributes:
        kind: ``subtask`` or ``review``.
        key: By which the panel knows it again.
        settings: What it was told, but for what has its own place; numbers as text.
        fields: Of a subtask.
    """

    kind: str
    name: str
    key: str = ""
    instructions: str = ""
    people: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[DraftField, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A linear pipeline as somebody is writing it.

    Attributes:
        start: The name of its Start.
        guide: The instructions of its Start.
        end: The name of its End.
    """

    name: str = ""
    description: str = ""
    steps: tuple[DraftStep, ...] = ()
    start: str = "Start"
    guide: str = ""
    end: str = "End"


@dataclass(frozen=True, slots=True)
class DraftArgs:
    """Which pipeline; "" : a new one.

    Attributes:
        name: Of a new one, where it is known.
        project: Of a new one, where it is known.
    """

    pipeline_id: str = ""
    name: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote: a form, or its YAML where `text` is no empty text."""

    draft: Draft | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class CheckArgs:
    """What is to be checked, for which pipeline; "" : a new one."""

    written: Written
    pipeline_id: str = ""


@dataclass(frozen=True, slots=True)
class KeepArgs:
    """What is to be kept.

    Attributes:
        project: Of a new pipeline.
        mark: Of the state it was begun from: somebody else's changes aren't written over.
    """

    written: Written
    pipeline_id: str = ""
    project: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PublishArgs:
    """Which pipeline's draft is to count.

    Attributes:
        mark: Of the state that was looked at.
        is_activated: Also let work begin.
    """

    pipeline_id: str
    mark: str
    is_activated: bool = False


@dataclass(frozen=True, slots=True)
class TemplateArgs:
    """A template, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class SaveTemplateArgs:
    """Which pipeline becomes a template, and under which name."""

    pipeline_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that can't be so.

    Attributes:
        text: One sentence.
        step: The key of the step it is in; "" : none of them.
        field: The key of the field.
        setting: Which part of it.
        where: Step and field by name, for a list of problems.
        line: Of the YAML, from 1; 0: unknown.
    """

    text: str
    step: str = ""
    field: str = ""
    setting: str = ""
    where: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class FormChanges:
    """What publishing would do to what is there.

    Attributes:
        form_number: It would get.
        is_same: It is what the published form says already.
        added: Columns the dataset would get.
        retired: Columns that would stay, and get no more values.
        row_count: Rows there are.
        pending_count: Tasks that nobody has begun: they follow the new form.
        begun_count: Tasks that go on with their own.
    """

    form_number: int
    is_same: bool
    added: tuple[str, ...]
    retired: tuple[str, ...]
    row_count: int
    pending_count: int
    begun_count: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found.

    Attributes:
        problems: Nothing of it can be kept while there is one.
        draft: Of a text: the same as a form; None where it can't be drawn as one.
        text: Of a form: the same as YAML.
        changes: What publishing it would do; None while there are problems.
    """

    problems: tuple[Problem, ...]
    draft: Draft | None
    text: str
    changes: FormChanges | None


@dataclass(frozen=True, slots=True)
class BuilderState:
    """A pipeline as it is now, to be changed.

    Attributes:
        pipeline_id: "" : it isn't kept yet.
        status: draft, active, paused, completed or archived.
        form_number: Of the published form; 0 before the first.
        has_draft: Something waits to be published.
        mark: Names this state.
        draft: None where it can't be drawn as a form: see `text`.
        text: The definition as YAML; "" for a new one.
        projects: Where a new one may be made.
        is_vault_open: Whether it may be outside of projects.
        templates: By name.
    """

    pipeline_id: str
    name: str
    project: str
    status: str
    form_number: int
    has_draft: bool
    mark: str
    draft: Draft | None
    text: str
    table: BuilderTable
    projects: tuple[str, ...]
    is_vault_open: bool
    templates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of what was to be kept: its state, or why not."""

    state: BuilderState | None
    problems: tuple[Problem, ...]
