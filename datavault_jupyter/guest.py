"""The services of a vault for somebody who came by a link: a few of them, for one dataset.

A class of its own, not a kind of `Services`: what isn't made here isn't there to be asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from datavault_jupyter.access import Identity
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.sharing.opening import Opened, ShareOpener
from datavault_jupyter.features.sharing.records import LinkKind
from datavault_jupyter.features.sharing.rights import LinkPolicy, guest_of
from datavault_jupyter.features.sharing.veil import VeiledDatasets
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.content.service import ContentService
    from datavault_jupyter.features.datasets.live import LiveRows
    from datavault_jupyter.features.imports.service import ImportService
    from datavault_jupyter.features.sharing.charts import GuestCharts
    from datavault_jupyter.features.sharing.taking import GuestExports
    from datavault_jupyter.features.studio.service import StudioService
    from datavault_jupyter.protocol.operations import Operation


@dataclass(frozen=True, slots=True)
class Found:
    """What a token came to.

    Attributes:
        kind: Of the link; None where there is none that is alive.
        services: What can be done by it; None where it opens nothing for whoever asked.
    """

    kind: LinkKind | None = None
    services: GuestServices | None = None

    @property
    def is_by_name(self) -> bool:
        """Whether it is opened by who somebody is, not by the link alone."""
        return self.services is not None and self.kind is LinkKind.RESTRICTED


def look(store: Store, token: str, identity: Identity | None) -> Found:
    """What a token opens in a vault, now, for whoever is signed in."""
    kind, opened = ShareOpener(store).look(token, identity)
    return Found(kind, GuestServices(store, opened) if opened is not None else None)


class GuestServices:
    """What can be done by a link. Made anew for each question, so that nothing outlives the link.

    Args:
        store: The vault.
        opened: What the link opens.
    """

    def __init__(self, store: Store, opened: Opened) -> None:
        self.store = store
        self.opened = opened
        self.policy = LinkPolicy(opened)
        self.person = guest_of(opened)
        self.datasets = VeiledDatasets(
            store,
            self.policy,
            self._live,
            dataset_id=opened.dataset_id,
            hidden=opened.hidden,
        )

    def begin(self) -> str:
        """Note that somebody opens the share; its title."""
        # A vault that can't be written to can be read all the same.
        with suppress(VaultError):
            ShareOpener(self.store).note(self.opened)
        return self.datasets.get(self.opened.dataset_id).name

    def _live(self) -> LiveRows:
        from datavault_jupyter.features.pipelines.live.tables import LiveTables

        return LiveTables.of(self.store)

    def _imports(self) -> ImportService:
        from datavault_jupyter.features.imports.service import ImportService

        return ImportService(self.store, self.policy, self.person, self.datasets)

    @cached_property
    def content(self) -> ContentService:
        """Rows; saving them as a dataset is refused by what the link allows."""
        from datavault_jupyter.features.content.service import ContentService
        from datavault_jupyter.features.projects.service import ProjectService

        return ContentService(
            self.store,
            self.policy,
            self.datasets,
            imports=self._imports,
            projects=ProjectService(self.store, self.policy, self.person),
        )

    @cached_property
    def studio(self) -> StudioService:
        """Draws charts."""
        from datavault_jupyter.features.studio.service import StudioService

        return StudioService(self.store, self.policy, self.datasets)

    @cached_property
    def charts(self) -> GuestCharts:
        """The kept charts that are shown."""
        from datavault_jupyter.features.sharing.charts import GuestCharts

        return GuestCharts(self.store, self.policy, self.person, lambda: self.studio)

    @cached_property
    def exports(self) -> GuestExports:
        """Exports, where the link allows them."""
        from datavault_jupyter.features.sharing.taking import GuestExports

        return GuestExports(self.store, self.policy, self.person, self.datasets, opened=self.opened)

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """What these services could answer, by name; what is offered of it, the server says."""
        from datavault_jupyter.features.content.ops import ContentOps
        from datavault_jupyter.features.exports.ops import ExportOps
        from datavault_jupyter.features.sharing.showing_ops import ShareOps
        from datavault_jupyter.features.studio.ops import StudioOps
        from datavault_jupyter.protocol.operations import table_of

        return table_of(
            [
                ShareOps(self.opened, self.datasets, lambda: self.charts),
                ContentOps(self.content),
                StudioOps(lambda: self.studio, lambda: self.charts, self.datasets, self.policy),
                ExportOps(lambda: self.exports, self.datasets),
            ]
        )
