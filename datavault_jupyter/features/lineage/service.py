"""The life of versions: use cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import (
    BadArgument,
    DatasetDeleted,
    NameTaken,
    Refused,
    VersionNotFound,
)
from datavault_jupyter.base.names import clean_name
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets import rules
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.lineage import queries
from datavault_jupyter.features.lineage.metadata import metadata_of
from datavault_jupyter.features.lineage.records import Verified
from datavault_jupyter.features.lineage.texts import line, tag_of
from datavault_jupyter.features.lineage.uses import UseLog
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.versions import finding
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.moves import Move, after
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.catalog import Connection

_MOST_NAMED = 8


class LineageService:
    """Versions of datasets: found, named, put away, brought back."""

    def __init__(
        self, store: Store, policy: Policy, person: Person, listing: DatasetService
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._listing = listing
        self.uses = UseLog(store, policy, listing)

    def find(self, record: DatasetRecord, word: str) -> Version:
        """The version that an id, a number, a tag or a name means.

        Raises:
            VersionNotFound: none.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        if not isinstance(word, str):
            raise BadArgument("A version is named by text, such as '1.0.0'.", field="version")
        return finding.found(self._listing.versions(record), word, record.name)

    def head(self, record: DatasetRecord) -> Version:
        """The version that a dataset stands at.

        Raises:
            VersionNotFound: it has none.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._store.catalog.read() as connection:
            found = versions.by_key(connection, record.head_key or 0)
        if found is None:
            raise VersionNotFound(f"{record.name!r} has no version yet.")
        return found

    def at(self, record: DatasetRecord, version: Version) -> DatasetRecord:
        """The dataset as it is at a version: what reads rows reads those."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        return self._listing.at(record, version)

    def create(
        self,
        record: DatasetRecord,
        base: Version,
        *,
        number: str | None = None,
        name: str = "",
        description: str = "",
        tags: Sequence[str] = (),
        change: str = "snapshot",
        is_head: bool | None = None,
    ) -> Version:
        """Make a version with the rows of another one: a list, no bytes.

        Args:
            record: The dataset it belongs to.
            base: Whose rows it has; its parent.
            number: Its number; the next one when None.
            name: A name for people.
            description: What it is.
            tags: Words to find it by.
            change: What it is, for the log: ``snapshot`` or ``restore``.
            is_head: Whether it becomes the dataset's present state; None: if the present one is
                among its ancestors.

        Raises:
            NameTaken: a version has the number.
            Refused: the dataset is read-only.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        with self._changing(record, f"version.{change}") as (connection, details):
            present = rules.present(connection, record)
            listed = versions.listed(connection, base.key)
            if listed is None:
                raise DatasetDeleted(f"Version {base.number} was deleted.")
            if not base.state.is_finished:
                raise Refused(f"Version {base.number} is {base.state.value}, not final.")
            key = versions.insert_final(
                connection,
                record.key,
                self.free_number(connection, record, number),
                ordinal=versions.next_ordinal(connection, record.key),
                part_ids=queries.part_ids_of(connection, base.key),
                row_count=base.row_count,
                byte_count=base.byte_count,
                columns=listed.columns,
                person_key=self._person.key,
                source_info={**base.source_info, "made": change, "from": base.number},
                parent_key=base.key,
            )
            queries.update(connection, key, name=line(name, "name"), description=description)
            queries.add_tags(connection, key, [tag_of(each) for each in tags])
            self.advance(connection, present, key, is_head=is_head)
            made = versions.by_key(connection, key)
            assert made is not None  # noqa: S101 - made in the same transaction
            details.update(number=made.number, base=base.number)
        return made

    def advance(
        self,
        connection: Connection,
        present: DatasetRecord,
        key: int,
        *,
        is_head: bool | None = None,
    ) -> None:
        """Count a new version, and let the dataset stand at it where it goes on from its head."""
        if is_head is None:
            head = present.head_key
            is_head = head is None or head in queries.ancestors_of(connection, [key])
        made = versions.by_key(connection, key)
        values: dict[str, Any] = {"version_count": present.version_count + 1}
        if is_head and made is not None:
            listed = versions.listed(connection, key)
            values |= {
                "head_id": key,
                "row_count": made.row_count,
                "byte_count": made.byte_count,
                "column_count": len(listed.columns) if listed else 0,
            }
        datasets.update(connection, present.key, **values)

    def free_number(self, connection: Connection, record: DatasetRecord, number: str | None) -> str:
        """The number asked for, or the next one.

        Raises:
            NameTaken: a version has it.
        """
        if number is None:
            return versions.next_place(connection, record.key)[1]
        text = clean_name(number, "version")
        if versions.number_is_used(connection, record.key, text):
            raise NameTaken(
                f"{record.name!r} has a version {text!r} already.",
                hint="Choose another number, or leave it out for the next one.",
                field="number",
            )
        return text

    def describe(
        self,
        record: DatasetRecord,
        version: Version,
        *,
        name: str | None = None,
        description: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Version:
        """Change what people say about a version; its rows stay as they are.

        Raises:
            BadArgument: a name or a description is no text, or metadata is no JSON.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        values: dict[str, Any] = {}
        if name is not None:
            values["name"] = line(name, "name")
        if description is not None:
            if not isinstance(description, str):
                raise BadArgument("A description is text.", field="description")
            values["description"] = description
        if metadata is not None:
            values["fields"] = metadata_of(metadata)
        return self._updated(record, version, "version.describe", **values)

    def publish(self, record: DatasetRecord, version: Version) -> Version:
        """Say that a final version is the one for others to use.

        Raises:
            Refused: it is not final, or published already.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        state = after(version.state, Move.PUBLISH, version.number)
        return self._updated(record, version, "version.publish", state=state)

    def archive(
        self, record: DatasetRecord, version: Version, *, is_archived: bool = True
    ) -> Version:
        """Put a version out of sight, or bring it back; its rows stay.

        Raises:
            Refused: the dataset stands at it.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        if is_archived and record.head_key == version.key:
            raise Refused(
                f"{record.name!r} stands at version {version.number}.",
                hint="Restore another version first: ds.restore(…).",
            )
        moment = now() if is_archived else None
        action = "version.archive" if is_archived else "version.unarchive"
        return self._updated(record, version, action, archived_at=moment)

    def tag(self, record: DatasetRecord, version: Version, tag: str, *, move: bool) -> Version:
        """Tag a version.

        Args:
            record: The dataset.
            version: The version.
            tag: A word.
            move: Take it off other versions of the dataset that have it.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        text = tag_of(tag)
        with self._changing(record, "version.tag") as (connection, details):
            if move:
                queries.untag_others(connection, record.key, text)
            queries.add_tags(connection, version.key, [text])
            details.update(number=version.number, tag=text)
        return self.find(record, version.id)

    def untag(self, record: DatasetRecord, version: Version, tag: str) -> Version:
        """Take a tag off a version.

        Raises:
            BadArgument: it doesn't have it.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        with self._changing(record, "version.untag") as (connection, details):
            if not queries.remove_tag(connection, version.key, tag_of(tag)):
                raise BadArgument(f"Version {version.number} has no tag {tag!r}.", field="tag")
            details.update(number=version.number, tag=tag)
        return self.find(record, version.id)

    def delete(self, record: DatasetRecord, version: Version, *, force: bool = False) -> None:
        """Delete a version for good; bytes that no other version lists go from the disk.

        Raises:
            Refused: it is not archived, others were made from it (unless forced), or it is the
                only one.
        """
        self._policy.require(Action.DATASET_DELETE, record.place)
        if not version.is_archived and version.state.is_finished:
            raise Refused(
                f"Version {version.number} of {record.name!r} is not archived.",
                hint="Archive it first; what is archived can be brought back, this can't.",
            )
        with self._changing(record, "version.delete") as (connection, details):
            present = rules.present(connection, record)
            self._require_spare(connection, present, version)
            children = queries.children_of(connection, version.key, are_alive=True)
            if children and not force:
                raise _has_children(version, record, children)
            queries.hang_children_on(connection, version.key)
            part_ids = queries.part_ids_of(connection, version.key)
            queries.delete(connection, version.key)
            parts.trash_unlisted(connection, part_ids)
            if version.state.is_finished:
                left = max(present.version_count - 1, 0)
                datasets.update(connection, record.key, version_count=left)
            details.update(number=version.number, row_count=version.row_count)
        parts.empty_trash(self._store, at_once=True)

    def set_read_only(self, record: DatasetRecord, *, is_read_only: bool) -> DatasetRecord:
        """Switch writing to a dataset off or on."""
        self._policy.require(Action.DATASET_EDIT, record.place)
        action = "dataset.lock" if is_read_only else "dataset.unlock"
        with self._changing(record, action, is_locked=False) as (connection, _):
            datasets.update(connection, record.key, is_read_only=is_read_only)
        return self._listing.reload(record)

    def verify(
        self, record: DatasetRecord, version: Version, *, has_hash: bool = True
    ) -> list[Verified]:
        """Compare each part of a version with what was written, several at once.

        Args:
            record: The dataset.
            version: The version.
            has_hash: Compare checksums; else sizes only.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        from datavault_jupyter.features.lineage import verifying

        with self._store.catalog.read() as connection:
            listed = versions.part_checks(connection, version.key)
        return verifying.verified(self._store, listed, has_hash=has_hash)

    def _updated(
        self, record: DatasetRecord, version: Version, action: str, **values: Any
    ) -> Version:
        with self._changing(record, action, is_locked=False) as (connection, details):
            queries.update(connection, version.key, **values)
            details.update(number=version.number)
        return self.find(record, version.id)

    @contextmanager
    def _changing(
        self, record: DatasetRecord, action: str, *, is_locked: bool = True
    ) -> Iterator[tuple[Connection, dict[str, Any]]]:
        """One transaction that changes versions, noted in the audit trail."""
        if is_locked:
            rules.require_writable(record)
        details: dict[str, Any] = {}
        with self._store.catalog.write() as connection:
            rules.present(connection, record)
            yield connection, details
            actor = self._policy.actor_name
            people.record(connection, actor, action, record.id, record.name, **details)
            bump(connection)

    def _require_spare(
        self, connection: Connection, present: DatasetRecord, version: Version
    ) -> None:
        """Refuse to delete the only version, or the one that the dataset stands at."""
        if queries.finished_count(connection, present.key) <= 1 and version.state.is_finished:
            raise Refused(
                f"{version.number} is the only version of {present.name!r}.",
                hint="Delete the dataset instead.",
            )
        if present.head_key == version.key:
            raise Refused(
                f"{present.name!r} stands at version {version.number}.",
                hint="Restore another version first: ds.restore(…).",
            )


def _has_children(version: Version, record: DatasetRecord, children: Sequence[Any]) -> Refused:
    names = [
        each.number if each.name == record.name else f"{each.name} {each.number}"
        for each in children[:_MOST_NAMED]
    ]
    if len(children) > len(names):
        names.append(f"{len(children) - len(names)} more")
    were = "was" if len(children) == 1 else "were"
    keep = "it keeps its" if len(children) == 1 else "they keep their"
    return Refused(
        f"{listing(names)} {were} made from version {version.number}.",
        hint=f"Pass force=True to delete it all the same: {keep} rows.",
        field="force",
    )
