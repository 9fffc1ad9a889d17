"""What a dataset tells while a pipeline fills it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.services import Services


class Watching:
    """Changes as they come; mixed into `Dataset`."""

    _services: Services

    @property
    def _record(self) -> DatasetRecord:
        raise NotImplementedError

    def watch(self, timeout: float | None = None) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows that change while a pipeline fills it, whichever kernel changes them.

        It tells of what happens after this call: lists of rows as they are then, each a dict by
        column, oldest task first. It ends after `timeout` seconds, when the cell is interrupted,
        and when the dataset is no longer live: completed or deleted.

        Args:
            timeout: In seconds; None waits as long as the dataset is live.

        Raises:
            Refused: no pipeline fills it now.

        >>> import datavault_jupyter as dv
        >>> score = dv.Field("score", "rating")
        >>> p = vault.pipelines.create("Scores", nodes=[dv.Subtask("rate", fields=[score])])
        >>> changes = p.activate().dataset.watch(timeout=5)
        >>> p.add_tasks([{}, {}]).added_count
        2
        >>> [row["status"] for row in next(changes)]
        ['pending', 'pending']
        >>> p.claim()[0].submit({"score": 4})
        >>> [(row["status"], row["score"]) for row in next(changes)]
        [('finished', 4)]
        """
        is_number = isinstance(timeout, int | float) and not isinstance(timeout, bool)
        if timeout is not None and not (is_number and timeout >= 0):
            raise BadArgument("timeout= is a number of seconds, or None.", field="timeout")
        return self._services.pipelines.watches.changes(self._record, timeout)
