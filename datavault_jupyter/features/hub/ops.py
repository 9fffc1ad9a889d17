"""Questions of the Hub panel, as they come over the wire.

What the Hub refuses is an answer, not an error: the panel draws it where the finds would stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from datavault_jupyter.base.errors import BadArgument, BadFile, BadQuery, HubError
from datavault_jupyter.features.hub.problems import problem_of
from datavault_jupyter.features.hub.records import (
    HubAccount,
    HubConfiguration,
    HubDataset,
    HubEstimate,
    HubProblem,
    HubRows,
    HubSort,
    HubWish,
)
from datavault_jupyter.features.imports.records import ImportJob
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.hub.service import HubService

Made = TypeVar("Made")
_MOST_FOUND = 200
_MOST_ROWS = 100
_MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class HubStatusArgs:
    """Who this kernel is on the Hub.

    Attributes:
        is_asking: Ask the Hub for the account's name; otherwise the answer needs no network.
    """

    is_asking: bool = True


@dataclass(frozen=True, slots=True)
class HubSearchArgs:
    """What to look for.

    Attributes:
        text: Anywhere in the id; empty finds everything.
        author: Only this account's or organisation's.
        sort: What comes first.
        limit: How many at most; more are had by asking with a larger one.
    """

    text: str = ""
    author: str | None = None
    sort: HubSort = HubSort.DOWNLOADS
    limit: int = 20


@dataclass(frozen=True, slots=True)
class HubFinds:
    """What was found, or why nothing could be.

    Attributes:
        datasets: The finds.
        has_more: Whether there are more than were asked for.
        problem: Why the Hub gave nothing.
    """

    datasets: tuple[HubDataset, ...] = ()
    has_more: bool = False
    problem: HubProblem | None = None


@dataclass(frozen=True, slots=True)
class HubConfigureArgs:
    """Which dataset to look into.

    Attributes:
        repo_id: ``owner/name``.
        revision: A branch, tag or commit; None is the default branch.
        subset: Which table; None is the only one, or the default.
    """

    repo_id: str
    revision: str | None = None
    subset: str | None = None


@dataclass(frozen=True, slots=True)
class HubConfigured:
    """What there is, or why it can't be told; `first_rows` is for ``hub.preview``."""

    configuration: HubConfiguration | None = None
    problem: HubProblem | None = None


@dataclass(frozen=True, slots=True)
class HubSelection:
    """What is to be imported.

    Attributes:
        repo_id: ``owner/name``.
        subset: Which table; None is the only one, or the default.
        splits: Which splits; None is all of them.
        columns: Which columns; None is all that aren't media.
        where: A condition over the columns, as SQL writes it.
        limit: How many rows at most.
        revision: A branch, tag or commit; None is the default branch. What was shown is imported
            exactly when this is the `sha` of the configuration.
    """

    repo_id: str
    subset: str | None = None
    splits: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    where: str | None = None
    limit: int | None = None
    revision: str | None = None

    def wish(self) -> HubWish:
        """The same for the service."""
        return HubWish(
            self.repo_id,
            subset=self.subset,
            splits=self.splits,
            columns=self.columns,
            where=self.where,
            limit=self.limit,
            revision=self.revision,
        )


@dataclass(frozen=True, slots=True)
class HubPreviewArgs:
    """Of what to show the first rows, and how many."""

    selection: HubSelection
    rows: int = 20


@dataclass(frozen=True, slots=True)
class HubPreview:
    """The first rows, or why there are none."""

    preview: HubRows | None = None
    problem: HubProblem | None = None


@dataclass(frozen=True, slots=True)
class HubEstimateArgs:
    """Of what to reckon rows and bytes."""

    selection: HubSelection


@dataclass(frozen=True, slots=True)
class HubEstimated:
    """What an import would take, or why it can't be told."""

    estimate: HubEstimate | None = None
    problem: HubProblem | None = None


@dataclass(frozen=True, slots=True)
class HubStartArgs:
    """What to import, and under which name.

    Attributes:
        selection: What.
        name: Of the dataset; whether it is free is told by ``imports.name``.
        asked_revision: What the user asked for, where `selection.revision` is its commit.
        project_id: Where it goes; None is outside all projects.
        description: What it is about.
        byte_count: Bytes to fetch, as they were estimated, for progress.
        total_rows: Rows, as they were estimated, for progress.
    """

    selection: HubSelection
    name: str
    asked_revision: str | None = None
    project_id: str | None = None
    description: str = ""
    byte_count: int = 0
    total_rows: int | None = None


class HubOps:
    """Wire operations of the Hub panel.

    Args:
        service: Gives the service, which is made when the Hub is first named.
        projects: Where datasets can go.
    """

    def __init__(self, service: Callable[[], HubService], projects: ProjectService) -> None:
        self._made = service
        self._projects = projects

    @property
    def _service(self) -> HubService:
        return self._made()

    @operation("hub.status")
    def status(self, args: HubStatusArgs, call: Call) -> HubAccount:
        """Which Hub, and who this kernel is there."""
        return self._service.account(is_asking=args.is_asking, cancels=call.cancels)

    @operation("hub.search")
    def search(self, args: HubSearchArgs, call: Call) -> HubFinds:
        """The Hub's datasets that match."""
        limit = max(1, min(args.limit, _MOST_FOUND))
        found, problem = _told(
            lambda: self._service.search(
                args.text, author=args.author, sort=args.sort, limit=limit + 1, cancels=call.cancels
            )
        )
        if found is None:
            return HubFinds(problem=problem)
        return HubFinds(tuple(found[:limit]), has_more=len(found) > limit)

    @operation("hub.configure")
    def configure(self, args: HubConfigureArgs, call: Call) -> HubConfigured:
        """What there is in a dataset: commit, subsets, splits, columns, files."""
        made, problem = _told(
            lambda: self._service.configure(
                args.repo_id,
                revision=args.revision,
                subset=args.subset,
                row_count=0,
                cancels=call.cancels,
            )
        )
        if made is not None:
            made = replace(made, files=made.files[:_MOST_FILES])
        return HubConfigured(made, problem)

    @operation("hub.preview")
    def preview(self, args: HubPreviewArgs, call: Call) -> HubPreview:
        """The first rows of what would be imported; stores nothing."""
        rows = max(0, min(args.rows, _MOST_ROWS))
        made, problem = _told(
            lambda: self._service.preview(
                args.selection.wish(), row_count=rows, cancels=call.cancels
            )
        )
        return HubPreview(made, problem)

    @operation("hub.estimate")
    def estimate(self, args: HubEstimateArgs, call: Call) -> HubEstimated:
        """Rows and bytes of an import before it begins."""
        made, problem = _told(
            lambda: self._service.estimate(args.selection.wish(), cancels=call.cancels)
        )
        return HubEstimated(made, problem)

    @operation("hub.start")
    def start(self, args: HubStartArgs, call: Call) -> ImportJob:
        """Begin an import; its news are `imports.progress`, each an `ImportJob`."""
        return self._service.start(
            args.selection.wish(),
            args.name,
            asked_revision=args.asked_revision,
            project=self._projects.get(args.project_id) if args.project_id else None,
            description=args.description,
            byte_count=args.byte_count,
            total_rows=args.total_rows,
            tell=call.tell,
        )


def _told(ask: Callable[[], Made]) -> tuple[Made | None, HubProblem | None]:
    """What was asked for, or the problem; what is no matter of the Hub's stays an error."""
    try:
        return ask(), None
    except (HubError, BadArgument, BadFile, BadQuery) as error:
        return None, problem_of(error)
