"""A view's comm in a real kernel, spoken to as a front end does: also while a cell runs."""

import queue
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.kernel.kernels import PATIENCE_S, Kernel

OPEN = """
import pandas as pd
import datavault_jupyter as dv
vault = dv.Vault()
ds = vault.find("shown") or vault.import_frame(pd.DataFrame({"n": range(500)}), name="shown")
view = dv.DatasetView(ds, tab="content")
view.model_id
"""
# A cell that pushes progress the way an import does, and holds the main thread meanwhile.
BUSY = """
import threading, time
def push():
    for share in range(5):
        view._dispatcher.tell("toy.progress", {"share": share})
        time.sleep(0.02)
pushing = threading.Thread(target=push)
pushing.start()
pushing.join()
end = time.monotonic() + 1.0
while time.monotonic() < end:
    pass
print("done")
"""
Message = dict[str, Any]


def heard(kernel: Kernel, until: Callable[[Message], bool]) -> list[Message]:
    """What the kernel publishes, up to the message that is waited for."""
    messages: list[Message] = []
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            messages.append(kernel.client.get_iopub_msg(timeout=1))
        except queue.Empty:
            continue
        if until(messages[-1]):
            return messages
    raise AssertionError(f"not heard; {[each['msg_type'] for each in messages]}")


def is_comm(message: Message, key: str) -> bool:
    data = message["content"].get("data", {})
    return (
        message["msg_type"] == "comm_msg"
        and data.get("method") == "custom"
        and key in data["content"]
    )


def told(message: Message) -> dict[str, Any]:
    content: dict[str, Any] = message["content"]["data"]["content"]
    return content


def send(kernel: Kernel, comm: str, data: dict[str, Any]) -> None:
    content = {"comm_id": comm, "data": data}
    kernel.client.shell_channel.send(kernel.client.session.msg("comm_msg", content))


def ask(kernel: Kernel, comm: str, key: str, op: str, **args: Any) -> None:
    content = {"v": 1, "ask": key, "op": op, "args": args}
    send(kernel, comm, {"method": "custom", "content": content})


def answer_to(key: str) -> Callable[[Message], bool]:
    return lambda each: is_comm(each, "ask") and each["content"]["data"]["content"]["ask"] == key


@pytest.fixture(scope="module")
def comm(kernel: Kernel) -> str:
    outcome = kernel.run(OPEN)
    assert outcome.errors == []
    return str(outcome.bundles[-1]["text/plain"]).strip("'")


def test_a_question_over_the_comm_is_answered_with_its_rows(kernel: Kernel, comm: str) -> None:
    dataset = kernel.run("ds.id").bundles[-1]["text/plain"].strip("'")
    ask(kernel, comm, "a", "content.page", dataset_id=dataset, columns=["n"], limit=10)
    last = heard(kernel, answer_to("a"))[-1]
    content = last["content"]["data"]["content"]
    assert content["ok"], content
    assert content["data"]["row_count"] == 10
    assert content["frames"] == ["rows"]
    assert len(last["buffers"]) == 1


def test_a_question_with_a_fault_is_answered_too(kernel: Kernel, comm: str) -> None:
    ask(kernel, comm, "b", "content.page", dataset_id="dst_none", columns=["n"])
    content = heard(kernel, answer_to("b"))[-1]["content"]["data"]["content"]
    assert content["error"]["code"] == "dataset_not_found"


def test_progress_arrives_while_a_cell_runs_and_questions_at_its_end(
    kernel: Kernel, comm: str
) -> None:
    kernel.client.execute(BUSY)
    heard(kernel, lambda each: each["msg_type"] == "execute_input")
    ask(kernel, comm, "c", "content.count", dataset_id="dst_none")
    messages = heard(kernel, answer_to("c"))
    if not any(each["content"].get("text") == "done\n" for each in messages):
        # This ipykernel answered in a subshell, beside the cell.
        messages += heard(kernel, lambda each: each["content"].get("text") == "done\n")
    kinds = [
        told(each)["news"] if is_comm(each, "news") else each["content"].get("text")
        for each in messages
        if is_comm(each, "news") or each["msg_type"] == "stream"
    ]
    # The view may hear of the vault as well: when a look at it falls into the cell.
    kinds = [each for each in kinds if each != "datasets.changed"]
    assert kinds == ["toy.progress"] * 5 + ["done\n"]
    seqs = [told(each)["seq"] for each in messages if is_comm(each, "news")]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))


def test_the_vault_and_its_datasets_show_themselves_live(kernel: Kernel) -> None:
    kernel.run(OPEN)
    for source in ("vault", "ds", "%vault", "%vault show shown", "vault.import_panel()"):
        still, live = kernel.run(source).bundles
        assert "application/vnd.jupyter.widget-view+json" in live, source
        assert "<script" not in still["text/html"]
        assert still["text/plain"]


def test_a_closed_view_has_no_comm(kernel: Kernel) -> None:
    code = """
import comm, gc
before = set(comm.get_comm_manager().comms)
closing = dv.Listing(vault)
opened = set(comm.get_comm_manager().comms) - before
closing.close()
len(opened) > 0, set(comm.get_comm_manager().comms) == before
"""
    kernel.run(OPEN)
    assert kernel.run(code).bundles[-1]["text/plain"] == "(True, True)"
