"""What the panel asks, over the wire: refusals of the Hub are answers."""

from collections.abc import Callable
from typing import Any

import pytest

from datavault_jupyter import Vault
from datavault_jupyter.features.hub.service import HubService
from datavault_jupyter.protocol.dispatcher import Dispatcher
from datavault_jupyter.protocol.messages import Question
from tests.gates import LONG_S
from tests.hub.server import Hub

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(vault: Vault, service: HubService) -> Ask:
    """Ask as a panel does; the answer's data, or its error."""
    dispatcher = Dispatcher(vault._services.operations, lambda _message, _frames: None)

    def asked(op: str, **args: Any) -> dict[str, Any]:
        from datavault_jupyter.protocol.operations import Call

        message, _ = dispatcher.answered(Question(ask="1", op=op, args=args), Call())
        made: dict[str, Any] = message["data"] if message["ok"] else message["error"]
        return made

    return asked


def test_status_search_configure_preview_estimate_start(
    vault: Vault, ask: Ask, remote: Hub, sign_in: Callable[[str], None]
) -> None:
    sign_in("member")
    status = ask("hub.status")
    assert (status["endpoint"], status["name"], status["has_token"]) == (remote.url, "member", True)
    found = ask("hub.search", text="birds", limit=2)
    assert [each["repo_id"] for each in found["datasets"]] == ["birds/multi", "birds/big"]
    assert found["has_more"]
    made = ask("hub.configure", repo_id="birds/multi")["configuration"]
    assert made["suggested_name"] == "multi"
    assert made["first_rows"] == []
    selection = {
        "repo_id": "birds/multi", "splits": ["test"], "columns": ["id", "species"],
        "revision": made["sha"],
    }  # fmt: skip
    shown = ask("hub.preview", selection=selection, rows=2)["preview"]
    assert shown["rows"] == [["12", None], ["13", "Adelie"]]
    assert shown["columns"][1]["labels"] == ["Adelie", "Chinstrap", "Gentoo"]
    estimate = ask("hub.estimate", selection=selection)["estimate"]
    assert (estimate["row_count"], estimate["column_count"]) == (4, 2)
    job = ask("hub.start", selection=selection, name="birds", asked_revision="main",
              total_rows=4, byte_count=estimate["byte_count"])  # fmt: skip
    done = vault._services.imports.jobs.wait(job["job_id"], LONG_S)
    assert done.done_rows == 4
    assert vault["birds"].source_info["revision"] == "main"


@pytest.mark.parametrize(
    ("repo_id", "code"),
    [
        ("birds/gated", "hub_gated"),
        ("birds/private", "hub_repo_not_found"),
        ("birds/broken-yaml", "hub_bad_card"),
        ("birds/readme-only", "hub_no_data"),
        ("no id", "hub_bad_id"),
    ],
)
def test_a_refusal_is_an_answer_with_a_way_out(ask: Ask, repo_id: str, code: str) -> None:
    answer = ask("hub.configure", repo_id=repo_id)
    assert answer["configuration"] is None
    assert answer["problem"]["code"] == code
    assert answer["problem"]["message"]
    assert answer["problem"]["hint"]
    selection = {"repo_id": repo_id}
    assert ask("hub.preview", selection=selection)["problem"]["code"] == code
    assert ask("hub.estimate", selection=selection)["problem"]["code"] == code


def test_how_long_to_wait_goes_along(ask: Ask, remote: Hub) -> None:
    remote.faults.add("GET /api/datasets", "status", status=429, headers={"Retry-After": "60"})
    problem = ask("hub.search", text="birds")["problem"]
    assert problem["code"] == "hub_rate_limited"
    assert problem["retry_after_s"] == 60
    assert problem["is_retryable"]


def test_a_wrong_condition_is_an_answer_too(ask: Ask) -> None:
    answer = ask("hub.preview", selection={"repo_id": "birds/shards", "where": "nope > 1"})
    assert answer["problem"]["code"] == "bad_query"


def test_a_taken_name_is_an_error_at_once(ask: Ask, vault: Vault) -> None:
    vault.import_hub("birds/csv")
    answer = ask("hub.start", selection={"repo_id": "birds/csv"}, name="csv")
    assert answer["code"] == "name_taken"


def test_who_may_add_nothing_starts_nothing(
    vault: Vault, service: HubService, act_as: Callable[[str], Vault]
) -> None:
    from datavault_jupyter.base.errors import NotAllowed

    other = act_as("reader")
    other._services.hub.settings = service.settings
    asked = [
        lambda: other.import_hub("birds/csv"),
        lambda: other.import_hub("birds/csv", background=True),
    ]
    for ask in asked:
        with pytest.raises(NotAllowed):
            ask()
