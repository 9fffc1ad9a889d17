"""The Hugging Face Hub in the user's hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypedDict, overload

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.dataset import Dataset
from datavault_jupyter.progress import bar
from datavault_jupyter.running_import import RunningImport

if TYPE_CHECKING:
    from typing import Unpack

    from datavault_jupyter.features.hub.finds import HubFinding, HubKept, HubNewer
    from datavault_jupyter.features.hub.records import HubConfiguration, HubEstimate, HubWish
    from datavault_jupyter.services import Services


def _wish(
    repo_id: str,
    *,
    subset: str | None,
    split: str | Sequence[str] | None,
    columns: Sequence[str] | None,
    where: str | None,
    limit: int | None,
    revision: str | None,
) -> HubWish:
    from datavault_jupyter.features.hub.records import HubWish

    return HubWish(
        repo_id,
        subset=subset,
        splits=[split] if isinstance(split, str) else split,
        columns=[columns] if isinstance(columns, str) else columns,
        where=where,
        limit=limit,
        revision=revision,
    )


class Hub:
    """The datasets of the Hugging Face Hub: ``search``, ``configure``, ``estimate``.

    To read private and gated ones, sign in once with ``hf auth login``; no token is kept here.

    >>> vault.hub
    <Hugging Face Hub at http...: search, configure, estimate, cache>
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    def __repr__(self) -> str:
        """Which Hub; never who asks there."""
        return repr(self._services.hub)

    def search(
        self, text: str = "", *, author: str | None = None, sort: str = "downloads", limit: int = 20
    ) -> HubFinding:
        """The Hub's datasets with a text in their id; shows itself as a table.

        Args:
            text: The text; everything when empty.
            author: Only this account's or organisation's.
            sort: downloads, likes, trending, updated or created: the most first.
            limit: How many at most.

        Raises:
            HubError: the Hub gave nothing; each failure has a class and a sentence.
        """
        return self._services.hub.search(text, author=author, sort=sort, limit=limit)

    def configure(
        self, repo_id: str, *, revision: str | None = None, subset: str | None = None, rows: int = 5
    ) -> HubConfiguration:
        """What there is in a dataset: commit, subsets, splits, columns, files, first rows.

        Args:
            repo_id: ``owner/name``; the address of its page will do.
            revision: A branch, tag or commit; the default branch when None.
            subset: Which table to describe; the default one when None.
            rows: How many rows to show.

        Raises:
            HubGated: its owner asks to accept terms first.
            HubRepoNotFound: there is none, or it is private.
            HubError: the Hub gave nothing for another reason.
        """
        return self._services.hub.configure(
            repo_id, revision=revision, subset=subset, row_count=rows
        )

    def estimate(
        self,
        repo_id: str,
        *,
        subset: str | None = None,
        split: str | Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        where: str | None = None,
        limit: int | None = None,
        revision: str | None = None,
    ) -> HubEstimate:
        """Rows and bytes that `Vault.import_hub` would bring in with the same arguments."""
        wish = _wish(
            repo_id,
            subset=subset,
            split=split,
            columns=columns,
            where=where,
            limit=limit,
            revision=revision,
        )
        return self._services.hub.estimate(wish)

    def newer(self, dataset: Dataset) -> HubNewer:
        """Whether there is a newer commit than the one a dataset was made of; true when there is.

        Raises:
            BadArgument: the dataset is none of the Hub's.
        """
        if not isinstance(dataset, Dataset):
            raise BadArgument("newer() takes a dataset of this vault.", field="dataset")
        return self._services.hub.newer(dataset.known, dataset.source_info)

    def cache(self) -> HubKept:
        """What is kept on this machine of what was fetched, so that a second try is short."""
        return self._services.hub.cache()

    def clean(self, repo_id: str | None = None, *, most_bytes: int = 0) -> int:
        """Remove what is kept on this machine; the bytes that are free now.

        Args:
            repo_id: Of this dataset alone.
            most_bytes: Keep this much, of what was used last.
        """
        return self._services.hub.clean(repo_id, most_bytes=most_bytes)


class HubOptions(TypedDict, total=False):
    """What of a dataset is imported; `HubImporting.import_hub` says what each of them is."""

    subset: str | None
    split: str | Sequence[str] | None
    columns: Sequence[str] | None
    where: str | None
    limit: int | None
    revision: str | None
    name: str | None
    project: str | None
    description: str


class HubImporting:
    """The vault's way to the Hub; mixed into `Vault`."""

    _services: Services

    @property
    def hub(self) -> Hub:
        """The Hugging Face Hub: ``search``, ``configure``, ``estimate``, ``newer``, ``cache``."""
        return Hub(self._services)

    @overload
    def import_hub(
        self, repo_id: str, *, background: Literal[False] = ..., **options: Unpack[HubOptions]
    ) -> Dataset: ...

    @overload
    def import_hub(
        self, repo_id: str, *, background: Literal[True], **options: Unpack[HubOptions]
    ) -> RunningImport: ...

    def import_hub(
        self,
        repo_id: str,
        *,
        subset: str | None = None,
        split: str | Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        where: str | None = None,
        limit: int | None = None,
        revision: str | None = None,
        name: str | None = None,
        project: str | None = None,
        description: str = "",
        background: bool = False,
    ) -> Dataset | RunningImport:
        """Make a dataset out of one of the Hugging Face Hub.

        Only the wanted columns and rows are fetched where the files are Parquet. Class labels
        arrive by their names; images and sounds only where their columns are named.

        Args:
            repo_id: ``owner/name``; ``owner/name@revision`` and the address of its page will do.
            subset: Which table; needed where there are several and none is the default.
            split: One split, or several; all by default. Of several, each row has its own in a
                column ``split``.
            columns: Only these columns.
            where: Only rows that meet this, such as ``"label = 'pos' AND stars > 3"``.
            limit: At most so many rows.
            revision: A branch, tag or commit; the default branch when None. Which commit it was is
                in ``source_info``.
            name: The dataset's; the second half of the id by default.
            project: The project to put it in.
            description: What it is about.
            background: Return at once, and import in the background.

        Raises:
            HubChoice: one of several subsets has to be named.
            HubGated: its owner asks to accept terms first.
            HubError: the Hub gave nothing for another reason; nothing is left in the vault.
            NameTaken: a dataset of the project has the name.
        """
        from datavault_jupyter.features.hub.resolving import parsed

        wish = _wish(
            repo_id,
            subset=subset,
            split=split,
            columns=columns,
            where=where,
            limit=limit,
            revision=revision,
        )
        title = name if name is not None else parsed(repo_id)[0].rpartition("/")[2]
        made = self._services.projects.get(project) if project else None
        hub = self._services.hub
        if background:
            job = hub.start(wish, title, project=made, description=description)
            return RunningImport(self._services, job.job_id)
        with bar("Import") as report:
            record, _ = hub.bring(
                wish, title, project=made, description=description, on_progress=report
            )
        return Dataset(self._services, record)
