"""The questions of the analytics tab's sections, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import Refused
from datavault_jupyter.features.analytics.comparison.wire import ComparisonTable, GroupTable
from datavault_jupyter.features.analytics.contributors.wire import ContributorTable
from datavault_jupyter.features.analytics.sections.args import (
    ActivityArgs,
    ActivityFacts,
    ComparisonArgs,
    ContributorsArgs,
    DisagreedArgs,
    FieldArgs,
    GroupsArgs,
    RowsArgs,
    RowsFilter,
    SectionArgs,
)
from datavault_jupyter.features.analytics.sections.wire import (
    AgreementDetail,
    AgreementMatrix,
    AgreementTable,
    Disagreements,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.sections.service import SectionService, Wish
    from datavault_jupyter.features.datasets.service import DatasetService

_MOST_ITEMS = 200
_MOST_BYTES = 64_000_000


class SectionOps:
    """Wire operations on agreement, comparison and contributors.

    Args:
        service: Asked for when the first of them is looked at.
        datasets: Finds datasets.
    """

    def __init__(self, service: Callable[[], SectionService], datasets: DatasetService) -> None:
        self._service = service
        self._datasets = datasets

    def _wish(self, args: SectionArgs, call: Call) -> Wish:
        # Loaded here: a vault whose analytics nobody looks at needs no numpy.
        from datavault_jupyter.features.analytics.sections.service import Wish

        record = self._datasets.get(args.dataset_id)
        return Wish(record, args.query, args.mapping, call.cancels)

    @operation("analytics.agreement")
    def agreement(self, args: SectionArgs, call: Call) -> AgreementTable:
        """How far people agree, field by field, each by the coefficient that fits it."""
        return self._service().table(self._wish(args, call))

    @operation("analytics.matrix")
    def matrix(self, args: FieldArgs, call: Call) -> AgreementMatrix:
        """Who agrees with whom on a field."""
        return self._service().matrix(self._wish(args, call), args.field)

    @operation("analytics.disagreed")
    def disagreed(self, args: DisagreedArgs, call: Call) -> Disagreements:
        """The items that people disagree on most, with the answers side by side."""
        limit = max(1, min(args.limit, _MOST_ITEMS))
        return self._service().disagreed(self._wish(args, call), args.field, limit)

    @operation("analytics.coefficients")
    def coefficients(self, args: FieldArgs, call: Call) -> AgreementDetail:
        """All coefficients of a field, its single answers, and who pulls agreement down."""
        return self._service().detail(self._wish(args, call), args.field)

    @operation("analytics.contributors")
    def contributors(self, args: ContributorsArgs, call: Call) -> ContributorTable:
        """Who answered: how much, how fast, how, and in how far as others do."""
        return self._service().contributors(self._wish(args, call), args.field)

    @operation("analytics.comparison")
    def comparison(self, args: ComparisonArgs, call: Call) -> ComparisonTable:
        """Who wins on pairwise fields, and who ranks first on ranking fields."""
        wish = self._wish(args, call)
        return self._service().comparison(wish, args.first, args.second, args.method)

    @operation("analytics.groups")
    def groups(self, args: GroupsArgs, call: Call) -> GroupTable:
        """A field of each value of a column against each other."""
        return self._service().groups(self._wish(args, call), args.field, args.group)

    @operation("analytics.rows")
    def rows(self, args: RowsArgs, call: Call) -> RowsFilter:
        """What the grid has to be filtered by to show the rows behind a number."""
        return self._service().behind(self._wish(args, call), args.raters, args.items)

    @operation("analytics.activity", frames=("csv",))
    def activity(self, args: ActivityArgs, call: Call) -> ActivityFacts:
        """Who did what when in a pipeline, as the bytes of a CSV file."""
        made = self._service().activity(self._datasets.get(args.dataset_id)).csv()
        if len(made) > _MOST_BYTES:
            raise Refused(
                "The log is too long for the browser.",
                hint="Write it with ds.analytics.activity().to_csv(…).",
            )
        call.attach("csv", made)
        return ActivityFacts(len(made))
