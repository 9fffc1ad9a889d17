"""One step of a draft: written where nobody sees it, then listed in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import DatasetDeleted, VaultError, VersionConflict
from datavault_jupyter.features.datasets import rules
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.imports import queries as imports
from datavault_jupyter.features.imports.adding import Adder
from datavault_jupyter.features.imports.records import Loaded, Watch, Write
from datavault_jupyter.features.lineage import queries
from datavault_jupyter.features.lineage.edits.editing import Editor
from datavault_jupyter.features.lineage.edits.records import Edited, Grounds, Piece, Step
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.moves import Move, after
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.running import Progress
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.catalog import Connection
    from datavault_jupyter.storage.engine import Cursor

    Work = Callable[[Editor, Cursor, Write, Path], Edited]


class Steps:
    """Takes steps of drafts."""

    def __init__(
        self, store: Store, policy: Policy, person: Person, listing: DatasetService
    ) -> None:
        self._store = store
        self._policy = policy
        self._listing = listing
        self._adder = Adder(store, policy.actor_name, person, listing)

    def take(
        self,
        record: DatasetRecord,
        draft: Version,
        told: Mapping[str, str],
        work: Work,
        *,
        on_progress: Progress | None = None,
        watch: Watch | None = None,
    ) -> Step:
        """One change: written where nobody sees it, then listed in one transaction."""
        self._policy.require(Action.DATASET_EDIT, record.place)
        with self._store.catalog.read() as connection:
            self.present(connection, record)
            current = present_draft(connection, draft)
            after(current.state, Move.CHANGE, current.number)
            grounds = grounds_of(connection, current)
        editor = Editor(self._store, grounds, record.name)
        edited: list[Edited] = []

        def load(cursor: Cursor, write: Write, scratch: Path) -> Loaded:
            edited.append(work(editor, cursor, write, scratch))
            made = [each for each in edited[0].pieces if isinstance(each, NewPart)]
            return Loaded(made, edited[0].columns)

        def register(loaded: Loaded, watching: Watch) -> None:
            del watching
            with self._store.catalog.write() as connection:
                self.present(connection, record)
                self._list(connection, current, grounds, loaded, (edited[0], told))
                bump(connection)

        self._adder.load(record.id, load, register, on_progress=on_progress, watch=watch)
        with suppress(VaultError):  # the trash is emptied again later
            parts.empty_trash(self._store, at_once=True)
        with self._store.catalog.read() as connection:
            return Step(present_draft(connection, draft), edited[0].row_count, edited[0].note)

    def _list(
        self,
        connection: Connection,
        draft: Version,
        grounds: Grounds,
        loaded: Loaded,
        done: tuple[Edited, Mapping[str, str]],
    ) -> None:
        """Let the draft list what a step made, unless somebody else changed it meanwhile."""
        edited, told = done
        current = present_draft(connection, draft)
        state = after(current.state, Move.CHANGE, current.number)
        if grounds_of(connection, current) != grounds:
            raise VersionConflict(
                f"Another kernel changed the draft {current.number} meanwhile.",
                hint="Take it up again: ds.draft(…).",
            )
        registered = parts.register(connection, self._store, loaded.parts)
        keys = dict(zip((part.uid for part in loaded.parts), registered, strict=True))
        listed = [
            keys[each.uid] if isinstance(each, NewPart) else each.key for each in edited.pieces
        ]
        queries.set_parts(connection, current.key, listed)
        before = [piece.key for piece in grounds.pieces]
        parts.trash_unlisted(connection, set(before) - set(listed))
        imports.add_rejects(connection, current.key, edited.rejects)
        steps = list(current.source_info.get("steps", []))
        if listed != before or edited.columns != grounds.columns:
            step = {**told, "at": now().isoformat(), "rows": edited.row_count}
            steps.append({**step, "note": edited.note} if edited.note else step)
        queries.update(
            connection,
            current.key,
            state=state,
            column_set_id=parts.column_set_id(connection, edited.columns),
            row_count=sum(each.row_count for each in edited.pieces),
            byte_count=sum(each.byte_count for each in edited.pieces),
            source_info={**current.source_info, "steps": steps},
        )

    def present(self, connection: Connection, record: DatasetRecord) -> DatasetRecord:
        """The dataset as it is in this transaction, if it may be changed."""
        present = rules.present(connection, record)
        rules.require_growable(present, "Clone it, and edit the clone: ds.clone(…).")
        return present


def present_draft(connection: Connection, draft: Version) -> Version:
    """The draft as it is in this transaction.

    Raises:
        DatasetDeleted: it is gone.
    """
    found = versions.by_key(connection, draft.key)
    if found is None or found.id != draft.id:
        raise DatasetDeleted(f"The draft {draft.number} was deleted.")
    return found


def grounds_of(connection: Connection, draft: Version) -> Grounds:
    """What a draft lists in this transaction."""
    listed = versions.listed(connection, draft.key)
    facts = versions.parts_of(connection, draft.key)
    if listed is None:
        raise DatasetDeleted(f"The draft {draft.number} was deleted.")
    pieces = (
        Piece(fact.id, part.path, part.row_count, fact.byte_count)
        for fact, part in zip(facts, listed.parts, strict=True)
    )
    return Grounds(listed.columns, tuple(pieces))
