"""Questions about one dataset, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from datavault_jupyter.features.datasets.detail import DatasetFacts, DetailService, MissingCells
from datavault_jupyter.features.datasets.listed import Refusals
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.protocol.operations import Call, operation


@dataclass(frozen=True, slots=True)
class DetailArgs:
    """Which dataset, by id."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class DescriptionArgs:
    """Which dataset is described how."""

    dataset_id: str
    description: str


@dataclass(frozen=True, slots=True)
class LoadCode:
    """A line of Python."""

    code: str


class DetailOps:
    """One dataset: its facts, its description, how to load it.

    Args:
        service: Knows the facts.
        datasets: Finds and describes datasets.
        refusing: Makes the judge of what is allowed anew for each question.
    """

    def __init__(
        self,
        service: DetailService,
        datasets: DatasetService,
        refusing: Callable[[], Refusals],
    ) -> None:
        self._service = service
        self._datasets = datasets
        self._refusing = refusing

    @operation("datasets.describe")
    def describe(self, args: DetailArgs, _call: Call) -> DatasetFacts:
        """All facts of a dataset, and what is allowed with it."""
        return self._service.facts(self._datasets.get(args.dataset_id), self._refusing())

    @operation("datasets.set_description")
    def set_description(self, args: DescriptionArgs, _call: Call) -> DatasetFacts:
        """Change what a dataset is about; its facts as they are then."""
        record = self._datasets.get(args.dataset_id)
        changed = self._datasets.describe(record, args.description)
        return self._service.facts(changed, self._refusing())

    @operation("datasets.missing")
    def missing(self, args: DetailArgs, call: Call) -> MissingCells:
        """How many cells are NULL, exactly."""
        record = self._datasets.get(args.dataset_id)
        return self._service.missing(record, cancels=call.cancels)

    @operation("datasets.load_code")
    def load_code(self, args: DetailArgs, _call: Call) -> LoadCode:
        """The line of Python that loads a dataset."""
        return LoadCode(self._service.load_code(self._datasets.get(args.dataset_id)))
