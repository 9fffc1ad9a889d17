"""The questions of the SQL pane, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from datavault_jupyter.features.sql import texts
from datavault_jupyter.features.sqlpane.wire import (
    SqlCloseArgs,
    SqlClosed,
    SqlCompleteArgs,
    SqlOffers,
    SqlRan,
    SqlRunArgs,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.service import DatasetService
    from datavault_jupyter.features.sqlpane.service import SqlPaneService


class SqlPaneOps:
    """Wire operations of the SQL pane.

    Args:
        pane: Asked for when the first query is written.
        datasets: Finds datasets.
    """

    def __init__(self, pane: Callable[[], SqlPaneService], datasets: DatasetService) -> None:
        self._pane = pane
        self._datasets = datasets

    @operation("sql.run")
    def run(self, args: SqlRunArgs, call: Call) -> SqlRan:
        """Run one SELECT; its rows are kept until the pane runs another or closes."""
        record = self._datasets.get(args.dataset_id)
        ran = self._pane().run(record, args.text, pane=args.pane, cancels=call.cancels)
        made = ran.record
        return SqlRan(
            made.id,
            made.row_count,
            made.column_count,
            ran.is_cut,
            round(ran.seconds * 1000),
            texts.cell(made.query),
        )

    @operation("sql.close")
    def close(self, args: SqlCloseArgs, call: Call) -> SqlClosed:
        """Drop the result a pane shows."""
        del call
        self._pane().close(args.pane)
        return SqlClosed()

    @operation("sql.complete")
    def complete(self, args: SqlCompleteArgs, call: Call) -> SqlOffers:
        """What can stand at the cursor of a query."""
        del call
        record = self._datasets.get(args.dataset_id)
        made = self._pane().complete(record, args.above, args.below)
        return SqlOffers(made.offers, made.length, made.is_whole)
