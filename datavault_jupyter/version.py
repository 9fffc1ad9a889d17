"""A version of a dataset in the user's hands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, overload

from datavault_jupyter.charting import Charting
from datavault_jupyter.compared import Comparison
from datavault_jupyter.display import live
from datavault_jupyter.features.lineage import view
from datavault_jupyter.features.versions.records import Version, VersionState
from datavault_jupyter.using import notebook_path, place_of_use

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.lineage.records import Use, Verified
    from datavault_jupyter.features.sql.rows import Rows
    from datavault_jupyter.features.sql.service import Params
    from datavault_jupyter.services import Services
    from datavault_jupyter.storage.engine import Relation


class DatasetVersion(Charting):
    """One state of a dataset, which never changes once it is final.

    >>> version = vault["penguins"].at("1.0.0")
    >>> version.number, version.state.value, version.row_count
    ('1.0.0', 'final', 3)
    """

    def __init__(
        self, services: Services, record: DatasetRecord, known: Version, *, alias: str = ""
    ) -> None:
        self._services = services
        self._record = record
        # What the catalogue said last.
        self.known = known
        self._alias = alias

    @property
    def record(self) -> DatasetRecord:
        """The dataset's record as it is at this version."""
        return self._services.lineage.at(self._record, self.known)

    def _used(self) -> DatasetRecord:
        record = self.record
        self._services.lineage.uses.note(record, place_of_use(), self._alias)
        self._services.notebooks.note(record, notebook_path())
        return record

    def _version(self) -> str:
        return self.known.number

    @property
    def id(self) -> str:
        """``ver_…``."""
        return self.known.id

    @property
    def number(self) -> str:
        """Such as ``1.0.0``."""
        return self.known.number

    @property
    def dataset(self) -> str:
        """The name of its dataset."""
        return self._record.name

    @property
    def state(self) -> VersionState:
        """``draft``, ``failed``, ``aborted``, ``final`` or ``published``."""
        return self.known.state

    @property
    def name(self) -> str:
        """The name people gave it; empty when none."""
        return self.known.name

    @property
    def description(self) -> str:
        """What it is; set it to change it."""
        return self.known.description

    @description.setter
    def description(self, text: str) -> None:
        self.known = self._services.lineage.describe(self._record, self.known, description=text)

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return self.known.row_count

    @property
    def byte_count(self) -> int:
        """The size of its rows on disk, in bytes, shared parts included."""
        return self.known.byte_count

    @property
    def new_byte_count(self) -> int:
        """Bytes of it that none of its parents has."""
        return self.known.new_byte_count

    @property
    def created_at(self) -> datetime:
        """When it was made, in UTC."""
        return self.known.created_at

    @property
    def created_by(self) -> str:
        """Who made it."""
        return self.known.created_by

    @property
    def is_archived(self) -> bool:
        """Whether it is out of sight."""
        return self.known.is_archived

    @property
    def is_head(self) -> bool:
        """Whether the dataset stands at it."""
        return self._record.head_key == self.known.key

    @property
    def parents(self) -> tuple[str, ...]:
        """The numbers of the versions it was made from, in order; of other datasets with name."""
        return tuple(
            each.number if each.dataset == self._record.name else f"{each.dataset}@{each.number}"
            for each in self.known.parents
        )

    @property
    def tags(self) -> tuple[str, ...]:
        """Words it can be found by."""
        return self.known.tags

    @property
    def metadata(self) -> dict[str, Any]:
        """What people noted about it, by name, as JSON keeps it; set it to change it.

        >>> version = vault["penguins"].at("1.0.0")
        >>> version.metadata = {"ticket": "QA-17", "epochs": 3}
        >>> version.metadata["epochs"]
        3
        """
        return dict(self.known.metadata)

    @metadata.setter
    def metadata(self, values: Mapping[str, Any]) -> None:
        self.known = self._services.lineage.describe(self._record, self.known, metadata=values)

    @property
    def source_info(self) -> dict[str, Any]:
        """Where its rows came from."""
        return dict(self.known.source_info)

    @property
    def columns(self) -> list[str]:
        """The names of its columns, in order."""
        return self._services.datasets.columns(self.record).names

    @property
    def types(self) -> dict[str, str]:
        """The DuckDB type of each column."""
        columns = self._services.datasets.columns(self.record)
        return {column.name: column.type for column in columns}

    def files(self) -> Sequence[Path]:
        """The Parquet files its rows lie in, in order."""
        return self._services.datasets.content(self.record).paths

    def rows(self, columns: Iterable[str] | None = None) -> Rows:
        """Its rows, all columns or some, not yet fetched."""
        return self._services.sql.rows(self._used(), columns)

    def df(self, columns: Iterable[str] | None = None) -> pd.DataFrame:
        """Its rows as a pandas frame.

        >>> len(vault["penguins"].at("1.0.0").df())
        3
        """
        return self.rows(columns).df()

    def arrow(self, columns: Iterable[str] | None = None) -> pa.Table:
        """Its rows as a pyarrow table."""
        return self.rows(columns).arrow()

    def pl(self, columns: Iterable[str] | None = None) -> pl.DataFrame:
        """Its rows as a polars frame."""
        return self.rows(columns).pl()

    def relation(self) -> Relation:
        """Its rows as a plain DuckDB relation."""
        return self.rows().relation()

    def sql(self, text: str, params: Params = None) -> Rows:
        """What a SELECT over this version gives; it is called ``this`` there."""
        return self._services.sql.on_dataset(self._used(), text, params)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Stream its rows to any library that takes Arrow data."""
        return self.rows().__arrow_c_stream__(requested_schema)

    def tag(self, *tags: str, move: bool = False) -> Self:
        """Tag it.

        Args:
            tags: Words.
            move: Take them off the dataset's other versions.

        >>> vault["penguins"].at("1.0.0").tag("gold").tags
        ('gold',)
        """
        for tag in tags:
            self.known = self._services.lineage.tag(self._record, self.known, tag, move=move)
        return self

    def untag(self, tag: str) -> Self:
        """Take a tag off.

        Raises:
            BadArgument: it doesn't have it.
        """
        self.known = self._services.lineage.untag(self._record, self.known, tag)
        return self

    def describe(self, description: str | None = None, *, name: str | None = None) -> Self:
        """Say what it is, or give it a name."""
        self.known = self._services.lineage.describe(
            self._record, self.known, name=name, description=description
        )
        return self

    def publish(self) -> Self:
        """Say that it is the one for others to use.

        Raises:
            Refused: it is not final, or published already.
        """
        self.known = self._services.lineage.publish(self._record, self.known)
        return self

    def archive(self) -> Self:
        """Put it out of sight; its rows stay.

        Raises:
            Refused: the dataset stands at it.
        """
        self.known = self._services.lineage.archive(self._record, self.known)
        return self

    def unarchive(self) -> Self:
        """Bring it back."""
        self.known = self._services.lineage.archive(self._record, self.known, is_archived=False)
        return self

    def delete(self, *, force: bool = False) -> None:
        """Delete it for good, once it is archived.

        Args:
            force: Also when others were made from it: they keep their rows and hang on its
                parents then.

        Raises:
            Refused: it is not archived, has children, or the dataset stands at it.
        """
        self._services.lineage.delete(self._record, self.known, force=force)

    def compare(
        self, other: DatasetVersion | str, *, key: str | Sequence[str] | None = None
    ) -> Comparison:
        """What this version has that another one has not, and the other way round.

        Args:
            other: The version that is the ground: one of the dataset by number or tag, or any.
            key: The columns that say which row is which; without, rows are compared as a whole.

        Raises:
            BadArgument: a key column is missing, or several rows share a key.
        """
        ground = self._sibling(other) if isinstance(other, str) else other
        return Comparison(
            self._services, (ground.record, ground.known), (self.record, self.known), key
        )

    def changes(self, *, key: str | Sequence[str] | None = None) -> Comparison | None:
        """What changed from its first parent; None when it has none."""
        if not self.known.parents:
            return None
        record, version = self._services.comparing.of_link(self.known.parents[0])
        parent = DatasetVersion(self._services, record, version)
        return self.compare(parent, key=key)

    def verify(self, *, hash: bool = True) -> list[Verified]:  # noqa: A002 - the word users know
        """Compare its files with what was written; what is wrong, empty when nothing is.

        Args:
            hash: Compare checksums; else sizes only.

        >>> vault["penguins"].at("1.0.0").verify()
        []
        """
        found = self._services.lineage.verify(self._record, self.known, has_hash=hash)
        return [each for each in found if each.problem]

    def uses(self) -> list[Use]:
        """Who loaded it, newest first."""
        return self._services.lineage.uses.all(self._record, self.known)

    def _sibling(self, word: str) -> DatasetVersion:
        known = self._services.lineage.find(self._record, word)
        return DatasetVersion(self._services, self._record, known)

    def __eq__(self, other: object) -> bool:
        """Equal when it is the same version."""
        return isinstance(other, DatasetVersion) and other.id == self.id

    def __hash__(self) -> int:
        """By id."""
        return hash(self.id)

    def __repr__(self) -> str:
        """Its facts as plain text."""
        return view.version_text(self._record, self.known)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": view.version_html(self._record, self.known)}


class VersionList(Sequence[DatasetVersion]):
    """The versions of a dataset, newest first; one is named by position, number, tag or id.

    In a notebook all of them show themselves as the tab Versions does; a slice as a still list.
    """

    def __init__(
        self,
        services: Services,
        record: DatasetRecord,
        found: Sequence[Version],
        *,
        is_whole: bool = True,
    ) -> None:
        self._services = services
        self._record = record
        self._found = tuple(found)
        self._is_whole = is_whole

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found)

    @overload
    def __getitem__(self, which: int | str) -> DatasetVersion: ...

    @overload
    def __getitem__(self, which: slice) -> VersionList: ...

    def __getitem__(self, which: int | str | slice) -> DatasetVersion | VersionList:
        """One by position, number, tag or id; several by a slice.

        Raises:
            VersionNotFound: none; the hint has the nearest.
        """
        if isinstance(which, slice):
            some = self._found[which]
            return VersionList(self._services, self._record, some, is_whole=False)
        if isinstance(which, int):
            known = self._found[which]
        else:
            known = self._services.lineage.find(self._record, which)
        return DatasetVersion(self._services, self._record, known)

    def _ipython_key_completions_(self) -> list[str]:
        tags = [tag for each in self._found for tag in each.tags]
        return list(dict.fromkeys([*(each.number for each in self._found), *tags]))

    def __repr__(self) -> str:
        """One line for each."""
        return view.list_text(self._record, self._found)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return view.list_bundle(self._record, self._found)

    def _ipython_display_(self, **_: object) -> None:
        # No view is of some versions only.
        kind = "versions" if self._is_whole else "some versions"
        live.show(kind, self, self._repr_mimebundle_)
