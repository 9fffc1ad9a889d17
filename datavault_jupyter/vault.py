"""The vault in the user's hands: puts services together and owns nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, overload

from datavault_jupyter.access import OrgRole, identify
from datavault_jupyter.base.checking import require_count, word_of, words_of
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadArgument, VaultError
from datavault_jupyter.dataset import Dataset, DatasetList
from datavault_jupyter.display import live
from datavault_jupyter.features.datasets import view
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetQuery,
    DatasetSort,
    DatasetSource,
    DatasetStatus,
)
from datavault_jupyter.hub import HubImporting
from datavault_jupyter.importing import Importing
from datavault_jupyter.merging import Merging
from datavault_jupyter.services import Services
from datavault_jupyter.storage import sweep
from datavault_jupyter.storage.store import CATALOG_NAME, Store
from datavault_jupyter.using import notebook_path

if TYPE_CHECKING:
    from datavault_jupyter.export import ExportList
    from datavault_jupyter.features.doctor.records import Checkup
    from datavault_jupyter.features.people.records import AuditEntry
    from datavault_jupyter.features.people.service import PeopleService
    from datavault_jupyter.features.projects.service import ProjectService
    from datavault_jupyter.features.settings.service import SettingsService
    from datavault_jupyter.features.sql.rows import Rows
    from datavault_jupyter.features.sql.service import Params
    from datavault_jupyter.pipelines import Pipelines
    from datavault_jupyter.version import DatasetVersion

HOME = "DATAVAULT_HOME"
_SIZE = re.compile(r"\d+(\.\d+)?\s*([kmgt]i?)?b|\d+%", re.IGNORECASE)


def default_folder() -> Path:
    """Where the vault is when nobody says: ``$DATAVAULT_HOME``, else the user's data folder."""
    named = os.environ.get(HOME, "").strip()
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_data_path("datavault-jupyter", appauthor=False) / "vault"


def has_vault(folder: Path) -> bool:
    """Whether a folder holds a vault; makes none."""
    return (folder.expanduser() / CATALOG_NAME).is_file()


class Vault(Importing, HubImporting, Merging):
    """All datasets of a team in one place.

    Made on first use, readable by its owner only; any number of kernels may have it open.

    Args:
        path: Its folder; by default ``$DATAVAULT_HOME``, else the user's data folder.
        memory_limit: What a query may use, such as ``"4GB"``; by default two fifths of the
            machine.
        threads: How many threads a query may use; all cores by default.

    Raises:
        VaultUnreadable: the folder can't be opened as a vault.
        VaultTooNew: a newer version of this package made it.

    >>> import datavault_jupyter as dv
    >>> vault = dv.Vault(folder)
    >>> [ds.name for ds in vault.datasets()]
    ['penguins']
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        memory_limit: str | None = None,
        threads: int | None = None,
    ) -> None:
        root = Path(path) if path is not None else default_folder()
        require_count(threads, "threads")
        if memory_limit is not None and not _SIZE.fullmatch(str(memory_limit)):
            raise BadArgument(
                f"memory_limit={memory_limit!r} is no size.", hint='For example "4GB".'
            )
        store = Store.open(root, memory_limit=memory_limit, threads=threads)
        self._services = Services(store, identify())
        _tidy(store)

    @property
    def path(self) -> Path:
        """The folder the vault lives in."""
        return self._services.store.root

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.path.name

    @property
    def projects(self) -> ProjectService:
        """Projects: ``list``, ``get``, ``create``, ``rename``, ``add_member`` …."""
        return self._services.projects

    @property
    def pipelines(self) -> Pipelines:
        """Pipelines, whose tasks fill datasets: ``list``, ``get``, ``create``, ``from_yaml``."""
        from datavault_jupyter.pipelines import Pipelines

        return Pipelines(self._services)

    @property
    def people(self) -> PeopleService:
        """People and their roles: ``list``, ``add``, ``set_role``."""
        return self._services.people

    @property
    def settings(self) -> SettingsService:
        """What holds for everybody: ``keep_rows``."""
        return self._services.settings

    @property
    def whoami(self) -> str:
        """The name under which this kernel works with the vault."""
        return self._services.person.identity

    @property
    def role(self) -> OrgRole | None:
        """The role this kernel's user has in the vault; None: none at all."""
        return self._services.roles.org_role()

    def names(self, starts: str = "", *, limit: int = 200) -> Sequence[str]:
        """Names of datasets that begin so, newest first; with the project where that is needed."""
        return self._services.datasets.names(starts, limit=limit)

    def datasets(
        self,
        search: str = "",
        *,
        status: str | Iterable[str] | None = None,
        source: str | Iterable[str] | None = None,
        kind: str | Iterable[str] | None = None,
        project: str | None = None,
        archived: bool = False,
        sort: str = "updated",
        descending: bool | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> DatasetList:
        """The datasets that match, newest change first.

        Args:
            search: A text anywhere in the name, upper or lower case.
            status: One or more of collecting, draft, complete, orphaned.
            source: One or more of pipeline, file, huggingface, export.
            kind: One or more of master, clone, merge.
            project: A project's name or id.
            archived: Archived ones too.
            sort: name, status, rows, source, project, created, updated or size.
            descending: Largest first; by default for numbers and times, not for words.
            offset: How many to leave out at the beginning.
            limit: How many at most; all by default.

        Raises:
            BadArgument: a word that isn't one of these.

        >>> [ds.name for ds in vault.datasets("PENG")]
        ['penguins']
        """
        if not isinstance(search, str):
            raise BadArgument("search= is a text.", field="search")
        require_count(offset, "offset")
        require_count(limit, "limit")
        order = word_of(DatasetSort, sort, "sort")
        by_size = order in (
            DatasetSort.UPDATED, DatasetSort.CREATED, DatasetSort.ROWS, DatasetSort.SIZE
        )  # fmt: skip
        wanted = DatasetQuery(
            search=search,
            statuses=words_of(DatasetStatus, status, "status"),
            sources=words_of(DatasetSource, source, "source"),
            kinds=words_of(DatasetKind, kind, "kind"),
            project_key=self.projects.get(project).key if project else None,
            has_archived=archived,
            sort=order,
            is_descending=by_size if descending is None else descending,
            offset=offset,
            limit=limit,
        )
        page = self._services.datasets.list(wanted)
        made = (Dataset(self._services, record) for record in page.entries)
        is_everything = not (search or status or source or kind or project or offset)
        return DatasetList(made, self.name, page.total_count, is_everything=is_everything)

    @overload
    def get(self, name_or_id: str) -> Dataset: ...

    @overload
    def get(self, name_or_id: str, *, version: str) -> DatasetVersion: ...

    @overload
    def get(self, name_or_id: str, *, tag: str) -> DatasetVersion: ...

    def get(
        self, name_or_id: str, *, version: str | None = None, tag: str | None = None
    ) -> Dataset | DatasetVersion:
        """The dataset with this name, ``project/name`` or id; or one of its versions.

        Args:
            name_or_id: The dataset.
            version: A number, tag, name or id of one of its versions.
            tag: The same, said more clearly.

        Raises:
            DatasetNotFound: there is none.
            AmbiguousName: several projects have one of that name.
            VersionNotFound: it has no such version.
        """
        found = Dataset(self._services, self._services.datasets.get(name_or_id))
        word = version if version is not None else tag
        return found if word is None else found.at(word)

    def find(self, name_or_id: str) -> Dataset | None:
        """The dataset with this name, ``project/name`` or id, or None."""
        record = self._services.datasets.find(name_or_id)
        return Dataset(self._services, record) if record else None

    def __getitem__(self, name_or_id: str) -> Dataset:
        """The dataset with this name, ``project/name`` or id.

        Raises:
            DatasetNotFound: there is none.
        """
        return self.get(name_or_id)

    def __contains__(self, name_or_id: object) -> bool:
        """Whether there is a dataset with this name or id."""
        return isinstance(name_or_id, str) and self.find(name_or_id) is not None

    def __iter__(self) -> Iterator[Dataset]:
        """The datasets, newest change first."""
        return iter(self.datasets())

    def _ipython_key_completions_(self) -> Sequence[str]:
        return self._services.datasets.names()

    def sql(self, text: str, params: Params = None, *, external: bool = False) -> Rows:
        """What a SELECT over datasets gives, each named as in ``vault[…]``.

        Args:
            text: One SELECT.
            params: Values for ``$name`` (a dict) or ``?`` (a list): bound, never pasted.
            external: Let it read files and the network as well.

        Raises:
            BadQuery: no single SELECT, or it reaches for files.
            DatasetNotFound: a name that is no dataset.

        >>> vault.sql(
        ...     "SELECT count(*) FROM penguins WHERE body_mass_g > $m", {"m": 3500}
        ... ).fetchall()
        [(1,)]
        """
        rows = self._services.sql.query(text, params, external=external)
        if (path := notebook_path()) and rows.origin:
            found = map(self._services.datasets.find_at, rows.origin.datasets)
            for record in filter(None, found):
                self._services.notebooks.note(record, path)
        return rows

    @property
    def exports(self) -> ExportList:
        """What you exported, newest first, whether it runs or has ended.

        >>> vault.exports
        Nothing was exported yet.
        """
        from datavault_jupyter.export import ExportList

        return ExportList(self._services, self._services.exports.jobs.recent())

    def doctor(self, *, verify: bool = False, mend: bool = True) -> Checkup:
        """How the vault is: versions, sizes, locks, leftovers; mends what is safe to mend.

        Args:
            verify: Compare the checksum of every part, too.
            mend: Remove what processes that ended have left.
        """
        return self._services.doctor.check(verify=verify, mend=mend)

    def audit(self, dataset: str | None = None, *, limit: int = 100) -> list[AuditEntry]:
        """Who did what when, newest first; of one dataset (its id) or of all."""
        require_count(limit, "limit")
        return self._services.people.audit(dataset, limit=limit)

    def close(self) -> None:
        """Give everything back; all handles of this vault in this process end with it."""
        self._services.store.close()

    def __enter__(self) -> Self:
        """The vault itself; it is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """The listing as plain text."""
        return self._bundle()["text/plain"]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return self._bundle()

    def _ipython_display_(self, **_: object) -> None:
        live.show("listing", self, self._bundle)

    def import_panel(self, path: str | os.PathLike[str] | None = None) -> Any:
        """The import as a panel: drop a file or type its path, look, import."""
        return live.made("import", self, path=path)

    def hub_panel(self, text: str = "", *, repo_id: str = "") -> Any:
        """The Hugging Face Hub as a panel: search, choose what of a dataset is wanted, import.

        Args:
            text: What to look for at once.
            repo_id: A dataset to look into at once, ``owner/name``.

        Raises:
            BadArgument: one of them is no text.
        """
        return live.made("hub", self, text=text, repo_id=repo_id)

    def _bundle(self) -> dict[str, str]:
        page = self._services.datasets.list(DatasetQuery(limit=view.MOST_ROWS))
        totals = self._services.datasets.totals()
        shown: dict[str, Any] = {
            "total_count": page.total_count,
            "totals": totals,
            "present": now(),
        }
        return {
            "text/plain": view.listing_text(self.name, page.entries, **shown),
            "text/html": view.listing_html(self.name, page.entries, **shown),
        }


def _tidy(store: Store) -> None:
    """Sweep what processes that died have left; a vault that can't be written is still read."""
    try:
        if sweep.has_leftovers(store):
            sweep.sweep(store)
    except VaultError:
        return
