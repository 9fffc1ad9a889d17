"""The kept charts of a dataset, as far as a link shows what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from datavault_jupyter.access import Policy
from datavault_jupyter.base.errors import BadArgument, ChartNotFound
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.studio.keeping.records import KeptChart
from datavault_jupyter.features.studio.keeping.service import ChartKeeper
from datavault_jupyter.features.studio.service import StudioService
from datavault_jupyter.features.studio.spec import ChartSpec
from datavault_jupyter.storage.store import Store


class GuestCharts(ChartKeeper):
    """Kept charts whose columns are all shown; those with a condition in SQL are left out.

    Charts of an earlier version are left out, too: a link shows what is there now.

    Args:
        store: The vault.
        policy: What the link allows.
        person: How they are told.
        studio: Knows the columns that are shown.
    """

    def __init__(
        self, store: Store, policy: Policy, person: Person, studio: Callable[[], StudioService]
    ) -> None:
        super().__init__(store, policy, person)
        self._studio = studio

    def list(self, record: DatasetRecord) -> Sequence[KeptChart]:
        """The charts that are shown, by name."""
        return [each for each in super().list(record) if self._is_shown(record, each)]

    def get(self, record: DatasetRecord, name_or_id: str) -> KeptChart:
        """A chart that is shown.

        Raises:
            ChartNotFound: there is none.
        """
        wanted = str(name_or_id)
        for each in self.list(record):
            if wanted in (each.id, each.name):
                return each
        raise ChartNotFound(f"There is no chart {wanted!r}.")

    def _is_shown(self, record: DatasetRecord, chart: KeptChart) -> bool:
        if chart.is_pinned:
            return False
        try:
            spec = ChartSpec.of_json(chart.spec)
            if spec.condition:
                return False
            fields = self._studio().fields(record)
            for name, channel in spec.used_fields().items():
                fields.named(name, channel)
            self._studio().completed(record, spec, fields)
        except BadArgument:
            return False
        return True
