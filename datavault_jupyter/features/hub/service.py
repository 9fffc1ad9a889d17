"""The Hugging Face Hub as a source: use cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

from datavault_jupyter.access import Policy
from datavault_jupyter.features.hub.records import (
    HubAccount,
    HubConfiguration,
    HubDataset,
    HubEstimate,
    HubRows,
    HubSort,
    HubWish,
)
from datavault_jupyter.features.imports.records import Cancels, ImportJob
from datavault_jupyter.features.imports.service import ImportService
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.storage.store import Store


class HubService:
    """Looks into datasets of the Hub and brings their rows in."""

    def __init__(self, store: Store, policy: Policy, imports: ImportService) -> None:
        self._store = store
        self._policy = policy
        self._imports = imports

    def account(self, *, is_asking: bool = True, cancels: Cancels = nullcontext) -> HubAccount:
        """Which Hub, and who this kernel is there."""
        raise NotImplementedError

    def search(
        self,
        text: str = "",
        *,
        author: str | None = None,
        sort: HubSort = HubSort.DOWNLOADS,
        limit: int = 20,
        cancels: Cancels = nullcontext,
    ) -> list[HubDataset]:
        """The Hub's datasets that match."""
        raise NotImplementedError

    def configure(
        self,
        repo_id: str,
        *,
        revision: str | None = None,
        subset: str | None = None,
        row_count: int = 5,
        cancels: Cancels = nullcontext,
    ) -> HubConfiguration:
        """What there is in a dataset."""
        raise NotImplementedError

    def preview(
        self, wish: HubWish, *, row_count: int = 20, cancels: Cancels = nullcontext
    ) -> HubRows:
        """The first rows of what would be imported."""
        raise NotImplementedError

    def estimate(self, wish: HubWish, *, cancels: Cancels = nullcontext) -> HubEstimate:
        """Rows and bytes of an import before it begins."""
        raise NotImplementedError

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
        """Begin an import and return at once."""
        raise NotImplementedError
