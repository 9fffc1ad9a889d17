"""Versions in the making: begun, changed step by step, finished or given up.

A draft lies in the catalogue, so it outlives its kernel: each step is one transaction, and whoever
finds the draft goes on from the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import (
    BadArgument,
    DatasetDeleted,
    Refused,
)
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.imports.fitting import Differing, Fitting, Growth
from datavault_jupyter.features.imports.readers import Reader
from datavault_jupyter.features.imports.records import Watch, Write
from datavault_jupyter.features.lineage import queries
from datavault_jupyter.features.lineage.edits import (
    Edited,
    Editor,
    Finished,
    Piece,
    Step,
    Steps,
    present_draft,
)
from datavault_jupyter.features.lineage.service import LineageService
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.moves import Move, after
from datavault_jupyter.features.versions.records import Version, VersionState
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.running import Progress
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.catalog import Connection
    from datavault_jupyter.storage.engine import Cursor


class DraftService:
    """Versions in the making."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        listing: DatasetService,
        lineage: LineageService,
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._lineage = lineage
        self._steps = Steps(store, policy, person, listing)

    def begin(
        self, record: DatasetRecord, base: Version, *, number: str | None = None, note: str = ""
    ) -> Version:
        """Begin a draft with the rows of a version; no bytes are written.

        Args:
            record: The dataset.
            base: The version it goes on from; its parent.
            number: Its number; the next one when None.
            note: What it is for; the description of the version to be.

        Raises:
            Refused: the base is not final, or the dataset is read-only or a pipeline's.
            NameTaken: a version has the number.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        if not isinstance(note, str):
            raise BadArgument("A note is text.", field="note")
        if not base.state.is_finished:
            raise Refused(
                f"Version {base.number} is {base.state.value}; only from a final one can another "
                "be made.",
                hint="Go on with the draft: ds.draft(…)."
                if base.state is VersionState.DRAFT
                else "Choose another version.",
            )
        with self._store.catalog.write() as connection:
            self._steps.present(connection, record)
            listed = versions.listed(connection, base.key)
            if listed is None:
                raise DatasetDeleted(f"Version {base.number} was deleted.")
            key = versions.insert_final(
                connection,
                record.key,
                self._lineage.free_number(connection, record, number),
                ordinal=versions.next_ordinal(connection, record.key),
                part_ids=queries.part_ids_of(connection, base.key),
                row_count=base.row_count,
                byte_count=base.byte_count,
                columns=listed.columns,
                person_key=self._person.key,
                source_info={"change": "edit", "from": base.number, "steps": []},
                parent_key=base.key,
            )
            state = VersionState.DRAFT
            queries.update(connection, key, state=state, finished_at=None, description=note)
            bump(connection)
            made = versions.by_key(connection, key)
        assert made is not None  # noqa: S101 - made in the same transaction
        return made

    def take_up(self, record: DatasetRecord, word: str) -> Version:
        """A draft that was begun before, also by a kernel that has ended.

        Args:
            record: The dataset.
            word: Its id or number.

        Raises:
            VersionNotFound: there is none.
            Refused: it is no draft any more.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        found = self._lineage.find(record, word)
        after(found.state, Move.CHANGE, found.number)
        return found

    def append(
        self,
        record: DatasetRecord,
        draft: Version,
        reader: Reader,
        *,
        differing: Differing = Differing.REFUSE,
        on_progress: Progress | None = None,
        watch: Watch | None = None,
    ) -> Step:
        """Add the rows of a source behind the draft's, in the types that its columns have.

        Args:
            record: The dataset.
            draft: The draft.
            reader: The source.
            differing: Where columns differ: ``refuse``, or ``fill`` with NULL.
            on_progress: Called with a share from 0 to 1, from another thread.
            watch: Follows the import in more detail, and may stop it.

        Raises:
            ColumnsDiffer: they do, and it was not said what to do then.
            BadFile: a value is not exactly held by the column's type.
        """
        if differing is Differing.TAKE:
            raise BadArgument(
                'differing="take" is for replace(): rows that stay keep their columns.',
                hint='Pass differing="fill" to fill with NULL.',
                field="differing",
            )

        def work(editor: Editor, cursor: Cursor, write: Write, scratch: Path) -> Edited:
            fitting = Fitting(editor.columns, Growth.APPEND, differing)
            found = [column.name for column in reader.columns(cursor, scratch)]
            notes = fitting.compare(found, record.name, reader.label)
            loaded = reader.load(cursor, fitting.fitted(write), scratch, fitting.types(found))
            pieces: list[Piece | NewPart] = list(editor.pieces)
            if fitting.is_wider(loaded.columns) and pieces:
                query = fitting.widened(loaded.columns, editor.everything)
                pieces = [write(query, fitting.target(loaded.columns))]
            told = " ".join(note.message for note in (*notes, *loaded.notes))
            if loaded.rejects:
                told = f"{count(len(loaded.rejects), 'row')} were left out. {told}".strip()
            added = sum(part.row_count for part in loaded.parts)
            columns = fitting.target(loaded.columns)
            return Edited(columns, (*pieces, *loaded.parts), added, told, loaded.rejects)

        return self._steps.take(
            record,
            draft,
            {"step": "append", "text": reader.label},
            work,
            on_progress=on_progress,
            watch=watch,
        )

    def remove(self, record: DatasetRecord, draft: Version, where: str) -> Step:
        """Remove the rows that meet a condition; parts without such rows are not touched.

        Args:
            record: The dataset.
            draft: The draft.
            where: A condition in SQL over the columns, such as ``rating < 2``.

        Raises:
            BadQuery: it is no condition on the columns.
        """
        told = {"step": "remove", "text": str(where)}
        return self._steps.take(
            record,
            draft,
            told,
            lambda editor, cursor, write, _: editor.remove(cursor, write, where),
        )

    def set(
        self,
        record: DatasetRecord,
        draft: Version,
        values: Mapping[str, str],
        where: str | None = None,
    ) -> Step:
        """Give columns other values; parts in which nothing changes are not touched.

        Args:
            record: The dataset.
            draft: The draft.
            values: By column: an expression in SQL over the columns.
            where: Only in rows that meet this condition.

        Raises:
            BadQuery: an expression or the condition is none on the columns.
            ValueDoesNotFit: a column's type doesn't hold a value exactly.
        """
        told = {"step": "set", "text": _told(values, where)}
        return self._steps.take(
            record,
            draft,
            told,
            lambda editor, cursor, write, _: editor.set(cursor, write, values, where),
        )

    def add_column(self, record: DatasetRecord, draft: Version, name: str, value: str) -> Step:
        """Add a column; its type is that of the expression.

        Args:
            record: The dataset.
            draft: The draft.
            name: The column's.
            value: An expression in SQL over the other columns.

        Raises:
            BadArgument: there is a column of that name.
            BadQuery: the value is no expression on the columns.
        """
        told = {"step": "add column", "text": f"{name} = {value}"}
        return self._steps.take(
            record,
            draft,
            told,
            lambda editor, cursor, write, _: editor.add_column(cursor, write, name, value),
        )

    def retype(self, record: DatasetRecord, draft: Version, name: str, kind: str) -> Step:
        """Give a column another type, if that holds each value exactly.

        Args:
            record: The dataset.
            draft: The draft.
            name: The column's.
            kind: A type of DuckDB, or a word such as ``text`` or ``number``.

        Raises:
            ValueDoesNotFit: it doesn't hold a value; the draft is as it was.
        """
        told = {"step": "retype", "text": f"{name} {kind}"}
        return self._steps.take(
            record,
            draft,
            told,
            lambda editor, cursor, write, _: editor.retype(cursor, write, name, kind),
        )

    def rename_column(self, record: DatasetRecord, draft: Version, name: str, new: str) -> Step:
        """Give a column another name; no byte is written.

        Raises:
            BadArgument: there is no such column, or another one has the name.
        """
        told = {"step": "rename column", "text": f"{name} to {new}"}
        return self._steps.take(
            record, draft, told, lambda editor, *_: editor.rename_column(name, new)
        )

    def drop_column(self, record: DatasetRecord, draft: Version, name: str) -> Step:
        """Leave a column out; no byte is written.

        Raises:
            BadArgument: there is no such column, or it is the only one.
        """
        told = {"step": "drop column", "text": name}
        return self._steps.take(record, draft, told, lambda editor, *_: editor.drop_column(name))

    def finalize(self, record: DatasetRecord, draft: Version) -> Finished:
        """Make a version of a draft; where nothing had changed, the draft just goes.

        It becomes the dataset's present state where that is among its ancestors, else a branch.

        Raises:
            Refused: it is no draft any more.
            DatasetDeleted: the dataset or the draft is gone.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        with self._store.catalog.write() as connection:
            present = self._steps.present(connection, record)
            current = present_draft(connection, draft)
            state = after(current.state, Move.FINALIZE, current.number)
            if self._is_unchanged(connection, current):
                queries.delete(connection, current.key)
                bump(connection)
                return Finished(
                    None, is_head=False, note="Nothing changed, so no version was made."
                )
            newest = versions.newest_of(connection, record.key) or (0, "")
            values: dict[str, Any] = {"state": state, "finished_at": now()}
            if newest[1] != current.number:
                # Others came first: versions stand in the order in which they were finished.
                values["ordinal"] = newest[0] + 1
            queries.update(connection, current.key, **values)
            self._lineage.advance(connection, present, current.key)
            self._note(connection, record, "version.edit", current)
            moved = datasets.by_key(connection, record.key)
            made = versions.by_key(connection, current.key)
        is_head = moved is not None and moved.head_key == current.key
        note = "" if is_head else (
            f"{record.name!r} went on meanwhile; version {current.number} is a branch."
        )  # fmt: skip
        return Finished(made, is_head=is_head, note=note)

    def abort(self, record: DatasetRecord, draft: Version, *, error: str = "") -> Version:
        """Give a draft up: its own parts go, and its number stays taken.

        Args:
            record: The dataset.
            draft: The draft.
            error: Why it could not be finished: then it is noted as failed, not aborted.

        Raises:
            Refused: it is no draft any more.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        move = Move.FAIL if error else Move.ABORT
        with self._store.catalog.write() as connection:
            current = present_draft(connection, draft)
            values: dict[str, Any] = {"state": after(current.state, move, current.number)}
            if error:
                values["source_info"] = {**current.source_info, "error": error}
            listed = queries.part_ids_of(connection, current.key)
            queries.set_parts(connection, current.key, [])
            queries.update(connection, current.key, row_count=0, byte_count=0, **values)
            parts.trash_unlisted(connection, listed)
            self._note(connection, record, f"version.{move.value}", current)
            made = versions.by_key(connection, current.key)
        parts.empty_trash(self._store, at_once=True)
        return made or current

    def _is_unchanged(self, connection: Connection, draft: Version) -> bool:
        """Whether a draft lists what its parent lists."""
        if len(draft.parents) != 1:
            return False
        base = draft.parents[0].key
        before, present = versions.listed(connection, base), versions.listed(connection, draft.key)
        return before == present

    def _note(
        self, connection: Connection, record: DatasetRecord, action: str, draft: Version
    ) -> None:
        actor = self._policy.actor_name
        steps = [each.get("step", "") for each in draft.source_info.get("steps", [])]
        people.record(
            connection, actor, action, record.id, record.name, number=draft.number, steps=steps
        )
        bump(connection)


def _told(values: object, where: object) -> str:
    if not isinstance(values, Mapping):
        return ""
    text = ", ".join(f"{name} = {value}" for name, value in values.items())
    return text if where is None else f"{text} where {where}"
