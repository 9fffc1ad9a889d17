"""The question of a dataset's overview, as it comes over the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from datavault_jupyter.features.pipelines.overview.wire import (
    PipelineOverview,
    PipelineOverviewArgs,
    PipelineResults,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.service import DatasetService
    from datavault_jupyter.features.pipelines.overview.service import OverviewService


class OverviewOps:
    """Wire operations on what stands behind a dataset that a pipeline fills.

    Args:
        service: Asked for when the first such dataset is looked at.
        datasets: Finds datasets.
    """

    def __init__(self, service: Callable[[], OverviewService], datasets: DatasetService) -> None:
        self._service = service
        self._datasets = datasets

    @operation("pipelines.overview")
    def overview(self, args: PipelineOverviewArgs, _call: Call) -> PipelineOverview:
        """The progress, the contributors and the form of a dataset's pipeline."""
        return self._service().of(self._datasets.get(args.dataset_id))

    @operation("pipelines.results")
    def results(self, args: PipelineOverviewArgs, _call: Call) -> PipelineResults:
        """What the finished tasks have come to, field by field."""
        return PipelineResults(self._service().results(self._datasets.get(args.dataset_id)))
