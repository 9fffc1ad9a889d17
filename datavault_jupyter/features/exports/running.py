"""Statements that run for minutes and stop at once when the cell is interrupted.

While DuckDB works on a COPY in the main thread, Python often gets no chance to see an interrupt
before the end, and then it is a RuntimeError. So the statement runs beside the main thread, which
waits, and passes an interrupt on.
"""

from __future__ import annotations

import threading
from typing import Any

from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.sql import Sql

_LOOK_EVERY_S = 0.05


def one_row(cursor: Any, query: Sql) -> tuple[Any, ...]:
    """Run a statement whose result is one row.

    Raises:
        KeyboardInterrupt: the cell was interrupted; the statement has ended when this is raised.
        VaultError: DuckDB's errors, translated.
    """
    rows: list[tuple[Any, ...]] = []
    failures: list[BaseException] = []

    # Not `Thread.join`: interrupted, it takes a running thread for ended (before Python 3.13).
    ended = threading.Event()

    def work() -> None:
        try:
            rows.append(cursor.execute(query.text, list(query.params)).fetchone())
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            failures.append(error)
        finally:
            ended.set()

    threading.Thread(target=work, name="datavault-export", daemon=True).start()
    try:
        while not ended.wait(_LOOK_EVERY_S):
            pass
    except BaseException:
        # Again and again: an interrupt that comes before the statement starts is lost. A second
        # interrupt from the person ends this wait too, should DuckDB not react.
        while not ended.is_set():
            cursor.interrupt()
            ended.wait(_LOOK_EVERY_S)
        raise
    with translated():
        for failure in failures:
            raise failure
    return rows[0]
