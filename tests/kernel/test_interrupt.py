"""Interrupting a cell stops its query, and leaves kernel and vault as they were."""

import pytest

from tests.kernel.kernels import Kernel

LONG = "SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range % 7 = b.range % 5"
# Says so once the query is at work: its processor time runs up.
WATCH = """
import threading, time
def watch(before):
    while time.process_time() - before < 0.5:
        time.sleep(0.01)
    print("at work", flush=True)
threading.Thread(target=watch, args=[time.process_time()]).start()
"""


@pytest.fixture(scope="module")
def warm(kernel: Kernel) -> None:
    """What is imported on first use is there: from now on a cell's work is its query."""
    assert kernel.run("%vault sql --as df SELECT 1").reply["status"] == "ok"


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize(
    "cell",
    [
        f"{WATCH}%vault sql {LONG}",
        f"{WATCH}x = %vault sql --as df {LONG}",
        f"{WATCH}x = %vault sql {LONG}\nx.fetchall()",
    ],
    ids=["shown", "frame", "fetched"],
)
def test_interrupt_stops_the_query(kernel: Kernel, cell: str) -> None:
    def interrupt(printed: str) -> None:
        if "at work" in printed:
            kernel.manager.interrupt_kernel()

    made = kernel.run(cell, on_print=interrupt)
    assert made.reply["status"] == "error"
    assert made.reply["ename"] == "KeyboardInterrupt", made
    if "fetchall" not in cell:
        assert made.reply["traceback"] == ["KeyboardInterrupt: stopped."]
    after = kernel.run("%vault sql SELECT 42 AS answer")
    assert after.reply["status"] == "ok"
    assert "42" in after.bundles[0]["text/plain"]
    assert kernel.run("%vault list").reply["status"] == "ok"
