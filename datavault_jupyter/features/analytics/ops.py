"""Questions of the analytics tab, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from datavault_jupyter.features.analytics.evaluation.wire import (
    BreakdownArgs,
    CsvText,
    Evaluation,
    EvaluationArgs,
    MapArgs,
    ShownBreakdown,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.evaluation.service import EvaluationService
    from datavault_jupyter.features.datasets.service import DatasetService


class EvaluationOps:
    """Wire operations on a dataset's answers.

    Args:
        service: Made with the first question.
        datasets: Finds datasets.
    """

    def __init__(self, service: Callable[[], EvaluationService], datasets: DatasetService) -> None:
        self._service = service
        self._datasets = datasets

    @operation("analytics.summary")
    def summary(self, args: EvaluationArgs, call: Call) -> Evaluation:
        """What there is to evaluate, and a block for each field."""
        record = self._datasets.get(args.dataset_id)
        return self._service().evaluation(record, args.query, args.mapping, cancels=call.cancels)

    @operation("analytics.breakdown")
    def breakdown(self, args: BreakdownArgs, call: Call) -> ShownBreakdown:
        """One field over time, or by any other column."""
        record = self._datasets.get(args.dataset_id)
        return self._service().breakdown(
            record, args.field, args.by, args.query, args.mapping, cancels=call.cancels
        )

    @operation("analytics.map")
    def map(self, args: MapArgs, _call: Call) -> Evaluation:
        """Keep where ratings are, for everybody who looks at the dataset."""
        record = self._datasets.get(args.dataset_id)
        self._service().map(record, args.mapping)
        return self._service().evaluation(record)

    @operation("analytics.csv")
    def csv(self, args: EvaluationArgs, call: Call) -> CsvText:
        """The numbers of all blocks as a CSV file."""
        from datavault_jupyter.features.analytics.summary.result import csv_text

        record = self._datasets.get(args.dataset_id)
        made = self._service().evaluation(record, args.query, args.mapping, cancels=call.cancels)
        return CsvText(f"{record.name} analytics.csv", csv_text(made))
