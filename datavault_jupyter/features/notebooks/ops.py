"""Questions about notebooks, as they come over the wire."""

from __future__ import annotations

from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.notebooks.service import NotebookService
from datavault_jupyter.features.notebooks.wire import NotebookList, NotebooksArgs
from datavault_jupyter.protocol.operations import Call, operation

_MOST = 100


class NotebookOps:
    """Wire operations on notebooks that use datasets."""

    def __init__(self, service: NotebookService, datasets: DatasetService) -> None:
        self._service = service
        self._datasets = datasets

    @operation("notebooks.list")
    def list(self, args: NotebooksArgs, _call: Call) -> NotebookList:
        """The notebooks used last, of a dataset or of all that the asker may see."""
        record = self._datasets.get(args.dataset_id) if args.dataset_id else None
        return self._service.list(record, limit=max(1, min(args.limit, _MOST)))
