"""What happened in a pipeline, in the user's hands."""

from __future__ import annotations

import os
from pathlib import Path

from datavault_jupyter.features.exports.targets import drafted
from datavault_jupyter.features.sql.rows import Rows
from datavault_jupyter.storage import frames


class ActivityLog(Rows):
    """Who did what when, oldest first: ``at, who, what, task_id, node, note``.

    Lazy as any `Rows`: nothing is read before it is asked for.
    """

    def to_csv(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write it to a CSV file, whole or not at all.

        Args:
            path: The file.
            overwrite: Replace a file that is there.

        Raises:
            TargetExists: a file is there and ``overwrite`` is off.
        """
        target = Path(path)
        with drafted(target, overwrite=overwrite) as draft, draft.path.open("wb") as file:
            file.write(self.csv())
        return target

    def csv(self) -> bytes:
        """It as the bytes of a CSV file, times in UTC."""
        from pyarrow import csv

        table = self._run(lambda: frames.to_arrow(self._relation))
        import pyarrow as pa

        sink = pa.BufferOutputStream()
        csv.write_csv(table, sink, csv.WriteOptions(quoting_style="needed"))
        return bytes(sink.getvalue())
