"""The Hugging Face Hub as a source: use cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.checking import require_count, word_of
from datavault_jupyter.base.errors import (
    BadArgument,
    HubError,
    NameTaken,
    VaultError,
)
from datavault_jupyter.features.datasets.records import DatasetRecord, DatasetSource
from datavault_jupyter.features.hub.cache import Cache
from datavault_jupyter.features.hub.connecting import Line
from datavault_jupyter.features.hub.finds import HubFinding, HubKept, HubNewer
from datavault_jupyter.features.hub.problems import problem_of
from datavault_jupyter.features.hub.records import (
    HubAccount,
    HubConfiguration,
    HubEstimate,
    HubRows,
    HubSort,
    HubWish,
)
from datavault_jupyter.features.hub.resolving import Resolver, parsed
from datavault_jupyter.features.hub.settings import HubSettings
from datavault_jupyter.features.imports.jobs import JobWish
from datavault_jupyter.features.imports.records import Cancels, ImportJob, Loaded
from datavault_jupyter.features.imports.service import ImportService
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.hub.looking import Looker
    from datavault_jupyter.features.imports.runs import RunWatch

_MOST_FOUND = 1_000


class HubService:
    """Looks into datasets of the Hub and brings their rows in.

    Nothing of the Hub's client is imported before the first question to the Hub, and no token is
    ever kept: it is read where ``hf auth login`` left it, for each question anew.

    Args:
        store: The vault.
        policy: What the actor may do.
        imports: Makes datasets of what is fetched.
        settings: Where the Hub is; by default ``$HF_ENDPOINT``, else the public one.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        imports: ImportService,
        settings: HubSettings | None = None,
    ) -> None:
        self._store = store
        self._policy = policy
        self._imports = imports
        self.settings = settings or HubSettings()

    def __repr__(self) -> str:
        """Which Hub; never who asks there."""
        return f"<Hugging Face Hub at {self.settings.endpoint}: search, configure, estimate, cache>"

    @property
    def _cache(self) -> Cache:
        return Cache(self.settings.cache_folder, self.settings.cache_bytes)

    @contextmanager
    def _line(self, cancels: Cancels) -> Iterator[Line]:
        line = Line(self.settings)
        with cancels(line.stop):
            yield line

    @contextmanager
    def _looker(self, cancels: Cancels) -> Iterator[Looker]:
        from datavault_jupyter.features.hub.looking import Looker

        with self._line(cancels) as line, self._imports.scratch() as scratch:
            yield Looker(line, self._cache, self._store.engine, scratch, cancels)

    def account(self, *, is_asking: bool = True, cancels: Cancels = nullcontext) -> HubAccount:
        """Which Hub, and who this kernel is there.

        Args:
            is_asking: Ask the Hub for the account's name.
            cancels: Runs a block during which the question can be withdrawn.
        """
        self._policy.visibility()
        with self._line(cancels) as line:
            made = HubAccount(
                self.settings.endpoint, has_token=line.has_token, is_offline=line.is_offline
            )
            if not made.has_token or not is_asking or made.is_offline:
                return made
            try:
                found = line.ask(line.about(), lambda api: api.whoami())
            except HubError as error:
                return HubAccount(made.endpoint, has_token=True, problem=problem_of(error))
            return HubAccount(made.endpoint, has_token=True, name=str(found.get("name", "")))

    def search(
        self,
        text: str = "",
        *,
        author: str | None = None,
        sort: str = HubSort.DOWNLOADS,
        limit: int = 20,
        cancels: Cancels = nullcontext,
    ) -> HubFinding:
        """The Hub's datasets with a text in their id.

        Args:
            text: The text; everything when empty.
            author: Only this account's or organisation's.
            sort: downloads, likes, trending, updated or created: the most first.
            limit: How many at most.
            cancels: Runs a block during which the question can be withdrawn.

        Raises:
            HubError: the Hub gave nothing; each failure has a class and a sentence.
        """
        from datavault_jupyter.features.hub import searching

        self._policy.visibility()
        if not isinstance(text, str):
            raise BadArgument("A search is for a text.", field="text")
        require_count(limit, "limit")
        order = word_of(HubSort, sort, "sort")
        if limit == 0:
            return HubFinding((), text)
        with self._line(cancels) as line:
            most = min(limit, _MOST_FOUND)
            found = searching.searched(line, text, author=author, sort=order, limit=most)
        return HubFinding(found, text)

    def configure(
        self,
        repo_id: str,
        *,
        revision: str | None = None,
        subset: str | None = None,
        row_count: int = 5,
        cancels: Cancels = nullcontext,
    ) -> HubConfiguration:
        """What there is in a dataset: commit, subsets, splits, columns, files, first rows.

        Args:
            repo_id: ``owner/name``; the address of its page will do.
            revision: A branch, tag or commit; the default branch when None.
            subset: Which table to describe; the default one when None.
            row_count: How many rows to show.
            cancels: Runs a block during which the question can be withdrawn.

        Raises:
            HubError: the Hub gave nothing; each failure has a class and a sentence.
        """
        self._policy.visibility()
        require_count(row_count, "row_count")
        found, marked = parsed(repo_id)
        with self._looker(cancels) as looker:
            made = looker.configuration(found, revision or marked, subset, row_count)
        return made.named(self.free_name(made.suggested_name))

    def free_name(self, name: str) -> str:
        """The name, with a number where another dataset outside all projects has it."""
        self._policy.visibility()
        for number in range(1, 100):
            wanted = name if number == 1 else f"{name}-{number}"
            try:
                return self._imports.require_name(wanted)
            except NameTaken:
                continue
            except VaultError:
                break  # one may add datasets to a project only, or to none
        return name

    def preview(
        self, wish: HubWish, *, row_count: int = 20, cancels: Cancels = nullcontext
    ) -> HubRows:
        """The first rows of what would be imported; nothing is stored."""
        self._policy.visibility()
        with self._looker(cancels) as looker:
            return looker.preview(_plain(wish), row_count)

    def estimate(self, wish: HubWish, *, cancels: Cancels = nullcontext) -> HubEstimate:
        """Rows and bytes of an import before it begins."""
        self._policy.visibility()
        with self._looker(cancels) as looker:
            return looker.estimate(_plain(wish))

    def bring(
        self,
        wish: HubWish,
        name: str,
        *,
        asked_revision: str | None = None,
        project: Project | None = None,
        description: str = "",
        on_progress: Callable[[float], None] | None = None,
        watch: RunWatch | None = None,
    ) -> tuple[DatasetRecord, Loaded]:
        """Make a dataset out of one of the Hub's.

        Args:
            wish: What of it.
            name: Of the dataset.
            asked_revision: The revision that the user named, where the wish names its commit.
            project: Where it goes.
            description: What it is about.
            on_progress: Called with a share from 0 to 1, from another thread.
            watch: Follows the import in more detail, and may stop it.

        Raises:
            NameTaken: a dataset of the project has the name.
            HubError: the Hub gave nothing; nothing is left in the vault.
        """
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        from datavault_jupyter.features.hub.loading import Loader

        cancels: Cancels = watch.cancels if watch else nullcontext
        report = watch.progress if watch else on_progress
        with self._line(cancels) as line:
            loader = Loader(
                line,
                self._cache,
                self._store.engine,
                cancels=cancels,
                report=report or (lambda _share: None),
            )
            return self._imports.make(
                name,
                partial(loader.load, _plain(wish), asked_revision),
                source=DatasetSource.HUGGINGFACE,
                project=project,
                description=description,
                on_progress=on_progress,
                watch=watch,
            )

    def start(
        self,
        wish: HubWish,
        name: str,
        *,
        asked_revision: str | None = None,
        project: Project | None = None,
        description: str = "",
        byte_count: int = 0,
        total_rows: int | None = None,
        tell: Callable[[str, Mapping[str, Any]], None] = lambda _news, _data: None,
    ) -> ImportJob:
        """Begin an import and return at once; its news are those of any import."""
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        plain = _plain(wish)
        return self._imports.jobs.start(
            JobWish(
                name=name,
                label=plain.repo_id,
                run=lambda watch: self.bring(
                    plain,
                    name,
                    asked_revision=asked_revision,
                    project=project,
                    description=description,
                    watch=watch,
                ),
                project=project,
                byte_count=byte_count,
                total_rows=total_rows,
            ),
            tell,
        )

    def newer(self, record: DatasetRecord, source_info: Mapping[str, Any]) -> HubNewer:
        """Whether the revision that a dataset was made of stands for another commit now.

        Raises:
            BadArgument: the dataset is none of the Hub's.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        repo_id, sha = source_info.get("repo_id"), source_info.get("sha")
        if record.source is not DatasetSource.HUGGINGFACE or not repo_id or not sha:
            raise BadArgument(f"{record.name!r} doesn't come from the Hub.")
        revision = str(source_info.get("revision") or "main")
        with self._line(nullcontext) as line:
            asked = None if revision == "main" else revision
            found = Resolver(line, self._cache).head(str(repo_id), asked)
        return HubNewer(str(found.id), revision, str(sha), str(found.sha), found.last_modified)

    def cache(self) -> HubKept:
        """What is kept on this machine of what was fetched, for a second try."""
        self._policy.visibility()
        cache = self._cache
        entries = tuple((each.repo_id, each.sha, each.byte_count, each.used_at) for each in cache)
        total = sum(each[2] for each in entries)
        return HubKept(str(cache.folder), total, cache.most_bytes, entries)

    def clean(self, repo_id: str | None = None, *, most_bytes: int = 0) -> int:
        """Remove what is kept on this machine; the bytes that are free now.

        Args:
            repo_id: Of this dataset alone.
            most_bytes: Keep this much, of what was used last.
        """
        self._policy.visibility()
        require_count(most_bytes, "most_bytes")
        return self._cache.clean(parsed(repo_id)[0] if repo_id else None, most_bytes=most_bytes)


def _plain(wish: HubWish) -> HubWish:
    """The wish with a plain id, and the revision that stood behind its @."""
    from dataclasses import replace

    repo_id, marked = parsed(wish.repo_id)
    return replace(wish, repo_id=repo_id, revision=wish.revision or marked)
