"""What an export reads: one state of a dataset's rows, of single answers, or of changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument, DatasetDeleted, PipelineNotFound
from datavault_jupyter.base.names import name_key
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.datasets.live import Content
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports.records import ExportSubject, ExportWish
from datavault_jupyter.features.lineage.comparing import ColumnChange, Side, compare
from datavault_jupyter.features.pipelines import queries as pipelines
from datavault_jupyter.features.pipelines.answers import queries as answers
from datavault_jupyter.features.pipelines.live.columns import known_fields
from datavault_jupyter.features.pipelines.live.queries import arrived
from datavault_jupyter.features.pipelines.overview.queries import pipeline_key
from datavault_jupyter.features.pipelines.records import PipelineRecord
from datavault_jupyter.features.versions import finding
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.storage.columns import Columns, sql_names
from datavault_jupyter.storage.engine import described, rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

MARK = "change"


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that can be read as often as is needed, and are the same each time.

    Attributes:
        columns: Their columns.
        scan: The query that gives them, under the names of `sql_names`.
        notes: What a reader of the export should know, one sentence each.
    """

    columns: Columns
    scan: str
    notes: tuple[str, ...] = ()


class Sources:
    """Finds what an export reads.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        datasets: Reads datasets.
    """

    def __init__(self, store: Store, policy: Policy, datasets: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets

    @contextmanager
    def open(
        self, record: DatasetRecord, wish: ExportWish, cursor: Cursor, *, is_glance: bool = False
    ) -> Iterator[Source]:
        """One state of what is wanted, for the length of a block.

        Args:
            record: The dataset.
            wish: What of it.
            cursor: Which will read it.
            is_glance: Only look: rows that are being collected stay in the memory of the answering
                instance, whose cursor this is.

        Raises:
            BadArgument: the parts of the wish don't go together.
            VersionNotFound: the dataset has no such version.
            PipelineNotFound: single answers of what no pipeline fills.
        """
        self._policy.require(Action.DATASET_EXPORT, record.place)
        _require_fitting(wish)
        if wish.subject is ExportSubject.ANSWERS:
            yield self._answers(record, cursor)
            return
        shown = self._at(record, wish.version) if wish.version else record
        if is_glance and wish.subject is ExportSubject.ROWS:
            content = self._datasets.content(shown)
            yield Source(content.columns, content.scan)
            return
        with self._datasets.still(shown) as content:
            if wish.subject is ExportSubject.CHANGES:
                yield self._changes(record, wish, shown, content, cursor=cursor)
            else:
                yield Source(content.columns, content.scan)

    def has_answers(self, record: DatasetRecord) -> bool:
        """Whether a pipeline fills the dataset, so that it has single answers."""
        with self._store.catalog.read() as connection:
            return pipeline_key(connection, record.key) is not None

    def _at(self, record: DatasetRecord, word: str) -> DatasetRecord:
        known = self._datasets.versions(record)
        return self._datasets.at(record, finding.found(known, word, record.name))

    def _answers(self, record: DatasetRecord, cursor: Cursor) -> Source:
        """All that was handed in, copied out of one state of the catalogue."""
        with self._store.catalog.read() as connection, translated():
            pipeline = self._pipeline(record)
            fields = [each for each in known_fields(pipeline.settings) if each.is_asked]
            raw = answers.all_of(connection, pipeline.key)
            with arrived(cursor, raw, answers.RAW_WHOLE) as came:
                rows_of(cursor, answers.load(came, fields, is_whole=True))
        scan = answers.everything()
        return Source(Columns.of(described(cursor, Sql(scan))), scan)

    def _pipeline(self, record: DatasetRecord) -> PipelineRecord:
        with self._store.catalog.read() as connection:
            key = pipeline_key(connection, record.key)
            found = pipelines.by_key(connection, key) if key is not None else None
        if found is None:
            raise PipelineNotFound(
                f"No pipeline fills {record.name!r}, so it has no single answers.",
                hint="Export its rows.",
            )
        self._policy.require(Action.PIPELINE_VIEW, found.place)
        return found

    def _changes(
        self,
        record: DatasetRecord,
        wish: ExportWish,
        shown: DatasetRecord,
        content: Content,
        *,
        cursor: Cursor,
    ) -> Source:
        """All rows that differ, each with what happened to it."""
        before = self._side(self._at(record, str(wish.since)))
        after = self._side(shown) if shown.head_key is not None else _of_content(shown, content)
        compared = compare(cursor, before, after, wish.key, self._store.path)
        names = [sql_names(each.listed.columns.names) for each in (before, after)]
        taken = {name_key(name) for name in names[1]}
        mark = next(each for each in _marks() if each not in taken)
        query = compared.marked(mark, before=names[0], after=names[1])
        columns = Columns.of(described(cursor, query))
        return Source(columns, query.text, tuple(_said(compared.columns, bool(wish.key))))

    def _side(self, record: DatasetRecord) -> Side:
        listed = self._datasets.listed(record)
        with self._store.catalog.read() as connection:
            version = versions.by_key(connection, record.head_key or 0)
        if version is None:
            raise DatasetDeleted(f"A version of {record.name!r} was deleted meanwhile.")
        return Side(version.number, listed, version.row_count, version.byte_count)


def _of_content(record: DatasetRecord, content: Content) -> Side:
    """Rows that are being collected, as if they were a version."""
    listed = tuple(
        # Joined to the vault's folder, an absolute path stays what it is.
        versions.ListedPart(path.stem, str(path), record.row_count)
        for path in content.paths
    )
    return Side("what is collected", versions.Listed(content.columns, listed), record.row_count, 0)


def _marks() -> Iterator[str]:
    yield MARK
    number = 1
    while True:
        yield f"{MARK}_{number}"
        number += 1


def _said(changes: tuple[ColumnChange, ...], has_key: bool) -> Iterator[str]:  # noqa: FBT001
    retyped = [each.name for each in changes if each.kind == "retyped"]
    single = [each.name for each in changes if each.kind != "retyped"]
    if retyped:
        yield (
            f"{count(len(retyped), 'column')} changed type between the versions and "
            f"{'is' if len(retyped) == 1 else 'are'} written as text: {', '.join(retyped)}."
        )
    if single and not has_key:
        yield f"Columns that only one of the versions has are left out: {', '.join(single)}."


def _require_fitting(wish: ExportWish) -> None:
    if wish.subject is ExportSubject.CHANGES and not wish.since:
        raise BadArgument("since= names the version that changes are counted from.", field="since")
    if wish.subject is not ExportSubject.CHANGES and (wish.since or wish.key):
        raise BadArgument("key= goes with since=: it says which row is which.", field="key")
    if wish.subject is ExportSubject.ANSWERS and wish.version:
        raise BadArgument(
            "Single answers are those of now; versions hold rows.",
            hint="Leave out version= or answers=.",
            field="version",
        )
