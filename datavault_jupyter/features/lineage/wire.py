"""What the Versions tab asks and is told, as it goes over the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.lineage.comparing import Compared
from datavault_jupyter.features.lineage.metadata import as_texts
from datavault_jupyter.features.lineage.records import Use
from datavault_jupyter.features.people.records import AuditEntry
from datavault_jupyter.features.versions.records import Version, VersionState

_CUT = 300


@dataclass(frozen=True, slots=True)
class VersionsArgs:
    """Whose versions."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class VersionParent:
    """A version that another one was made from.

    Attributes:
        version_id: ``ver_…``.
        label: Its number; with the dataset's name where that is another.
        is_here: Whether it is a version of the same dataset.
    """

    version_id: str
    label: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class VersionItem:
    """A version as the list and the info panel show it.

    Attributes:
        version_id: ``ver_…``.
        change: What made it: import, append, replace, snapshot, restore, edit, clone or merge.
        note: Its name, else its description, else the file its rows came from.
        new_byte_count: Bytes of it that no parent has.
        reject_count: Rows that its import left out.
        metadata: What people noted about it, by name; each value as JSON text.
        source_notes: What was worth knowing when it was made.
        is_head: Whether the dataset stands at it.
        code: The line of Python that loads it.
    """

    version_id: str
    number: str
    name: str
    description: str
    note: str
    state: VersionState
    change: str
    row_count: int
    byte_count: int
    new_byte_count: int
    reject_count: int
    created_at: datetime
    created_by: str
    finished_at: datetime | None
    archived_at: datetime | None
    parents: tuple[VersionParent, ...]
    tags: tuple[str, ...]
    metadata: Mapping[str, str]
    source_notes: tuple[str, ...]
    is_head: bool
    code: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    """All versions of a dataset, newest first.

    Attributes:
        refused: Why nothing can be changed; empty: it can.
        delete_refused: Why none can be deleted; empty: they can.
        key_columns: The dataset's columns, to compare by.
    """

    dataset_id: str
    versions: tuple[VersionItem, ...]
    head_id: str | None
    refused: str
    delete_refused: str
    key_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompareArgs:
    """Which two versions of a dataset, and by which columns; none compares whole rows.

    Attributes:
        before_id: The version that is the ground; empty is the first parent of the other.
        after_id: The version that is looked at.
        rows: Show this kind of rows: added, removed or changed; empty shows none.
    """

    dataset_id: str
    after_id: str
    before_id: str = ""
    key: Sequence[str] = ()
    rows: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ComparedColumn:
    """A column that differs; None where it is not there."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """What differs between two versions.

    Attributes:
        before: The number of the ground; empty: the version has no parent.
        columns: Columns that differ.
        row_names: The columns of the rows shown.
        rows: The first rows of the kind asked for; each value as text, None is NULL.
        shared_part_count: Files that both list; they were not read.
    """

    before: str
    after: str
    key: tuple[str, ...]
    added_count: int
    removed_count: int
    changed_count: int
    unchanged_count: int
    byte_delta: int
    shared_part_count: int
    columns: tuple[ComparedColumn, ...]
    row_names: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class VersionArgs:
    """Which versions of which dataset."""

    dataset_id: str
    version_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class VersionDescribeArgs:
    """What is said about a version; None leaves it as it is.

    Attributes:
        metadata: JSON texts by name, in place of all that are there.
    """

    dataset_id: str
    version_id: str
    name: str | None = None
    description: str | None = None
    metadata: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class VersionTagArgs:
    """A tag for versions; `is_off` takes it away."""

    dataset_id: str
    version_ids: Sequence[str]
    tag: str
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class VersionDeleteArgs:
    """Which archived versions go for good.

    Attributes:
        force: Also those that others were made from.
        confirm: The word ``delete``.
    """

    dataset_id: str
    version_ids: Sequence[str]
    force: bool = False
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class VersionCreateArgs:
    """A version to be made of what the dataset holds, or restored.

    Attributes:
        base_id: Whose rows it has; empty is the present ones.
        number: Its number; empty is the next one.
        is_restore: Whether the dataset is to stand at it.
    """

    dataset_id: str
    base_id: str = ""
    number: str = ""
    name: str = ""
    description: str = ""
    tags: Sequence[str] = ()
    is_restore: bool = False


@dataclass(frozen=True, slots=True)
class VersionOutcome:
    """What came of an action on one version; an empty problem: it was done.

    Attributes:
        field: The argument that is in the way, such as ``force``.
    """

    version_id: str
    problem: str = ""
    hint: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class VersionOutcomes:
    """What came of an action on several versions, one by one."""

    outcomes: tuple[VersionOutcome, ...]


@dataclass(frozen=True, slots=True)
class VersionLogArgs:
    """Which version's log."""

    dataset_id: str
    version_id: str


@dataclass(frozen=True, slots=True)
class VersionEvent:
    """Somebody did something with a version."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class VersionLog:
    """The log of a version, newest first.

    Attributes:
        events: What was done; None where the asker may not see that.
        uses: Who loaded it.
    """

    events: tuple[VersionEvent, ...] | None
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class VersionRowsArgs:
    """Which version's first rows, and how many."""

    dataset_id: str
    version_id: str
    limit: int = 10


@dataclass(frozen=True, slots=True)
class VersionRows:
    """The first rows of a version; each value as text, cut, None is NULL."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    row_count: int


_WORDS = {
    "dataset.import": "imported it",
    "dataset.append": "added its rows",
    "dataset.replace": "put its rows in place of the others",
    "dataset.clone": "cloned it",
    "dataset.merge": "merged it",
    "version.snapshot": "made it",
    "version.edit": "edited its rows",
    "version.clone": "cloned rows into it",
    "version.merge": "merged it",
    "version.squash": "squashed others into it",
    "version.abort": "gave it up",
    "version.fail": "could not finish it",
    "version.restore": "restored it",
    "version.describe": "described it",
    "version.publish": "published it",
    "version.archive": "archived it",
    "version.unarchive": "brought it back",
    "version.tag": "tagged it",
    "version.untag": "took a tag off",
}


def event_of(entry: AuditEntry) -> VersionEvent:
    """An entry of the audit trail as the log tells it."""
    tag = entry.details.get("tag")
    what = _WORDS.get(entry.action, entry.action.partition(".")[2].replace("_", " "))
    return VersionEvent(entry.at, entry.actor, f"{what}: {tag}" if tag else what)


def item_of(record: DatasetRecord, version: Version, names: Mapping[str, str]) -> VersionItem:
    """A version as the tab shows it.

    Args:
        record: The dataset.
        version: The version.
        names: Names of people by their identity.
    """
    info = version.source_info
    return VersionItem(
        version_id=version.id,
        number=version.number,
        name=version.name,
        description=version.description,
        note=version.name or version.description or str(info.get("file_name") or ""),
        state=version.state,
        change=str(info.get("made") or info.get("change") or "import"),
        row_count=version.row_count,
        byte_count=version.byte_count,
        new_byte_count=version.new_byte_count,
        reject_count=int(info.get("reject_count") or 0),
        created_at=version.created_at,
        created_by=names.get(version.created_by, version.created_by),
        finished_at=version.finished_at,
        archived_at=version.archived_at,
        parents=tuple(
            VersionParent(
                each.id,
                each.number if each.dataset == record.name else f"{each.dataset} {each.number}",
                each.dataset == record.name,
            )
            for each in version.parents
        ),
        tags=version.tags,
        metadata=as_texts(version.metadata),
        source_notes=tuple(str(each) for each in info.get("notes", ())),
        is_head=version.key == record.head_key,
        code=f'ds.at("{version.number}").df()',
    )


def text_of(value: object) -> str | None:
    """A value as the tab shows it.

    >>> text_of(True), text_of(None), text_of({"a": 1})
    ('true', None, '{"a": 1}')
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)[:_CUT]
    return str(value)[:_CUT]


def answer_of(before: str, after: str, compared: Compared) -> CompareAnswer:
    """A comparison as the tab shows it, without rows."""
    return CompareAnswer(
        before=before,
        after=after,
        key=compared.key,
        added_count=compared.added_count,
        removed_count=compared.removed_count,
        changed_count=compared.changed_count,
        unchanged_count=compared.unchanged_count,
        byte_delta=compared.byte_delta,
        shared_part_count=compared.shared_part_count,
        columns=tuple(
            ComparedColumn(each.name, each.before, each.after) for each in compared.columns
        ),
    )
