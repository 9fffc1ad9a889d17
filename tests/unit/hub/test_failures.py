"""Each failure has its own sentence, leaves no trace in the vault, and never shows a token."""

import socket
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from datavault_jupyter import Vault, VaultError
from datavault_jupyter.base import errors
from datavault_jupyter.features.hub.records import HubWish
from datavault_jupyter.features.hub.service import HubService
from datavault_jupyter.storage import tables
from tests.gates import LONG_S
from tests.hub.server import Hub

# Large files come from the CDN, small ones by way of a redirect within the Hub.
FILE = r"GET /(cdn|api/resolve-cache|datasets/.*/resolve)/.*"
BIG = HubWish("birds/big", columns=["id", "c01"])


def left_behind(vault: Vault) -> list[str]:
    """Parts, pending rows, reserved names, datasets and staged files."""
    with vault._services.store.catalog.read() as connection:
        rows = [
            f"{table.name} {row}"
            for table in (tables.part, tables.pending, tables.reserved_name, tables.dataset)
            for row in connection.execute(sa.select(table))
        ]
    staged = list((vault.path / "processes" / "imports").glob("*/*"))
    files = [each for each in (vault.path / "rows").rglob("*") if each.is_file()]
    return rows + [str(each) for each in staged + files]


def refusal(ask: Callable[[], object]) -> VaultError:
    with pytest.raises(VaultError) as caught:
        ask()
    return caught.value


def said(error: BaseException) -> str:
    """Everything an error could show, with all that hangs on it."""
    chain: list[BaseException | None] = [error, error.__cause__, error.__context__]
    texts = [f"{each!r} {each} {vars(each)}" for each in chain if each is not None]
    return "\n".join([*texts, *traceback.format_exception(error)])


Asked = tuple[str, str | None, str, type[errors.HubError], str]
PEOPLE: list[Asked] = [
    ("birds/gated", None, "sign in", errors.HubGated, "birds/gated is gated: its owner asks"),
    ("birds/gated", "stranger", "hasn't been let in", errors.HubGated, "is gated"),
    ("birds/gated-auto", None, "Accept them on", errors.HubGated, "is gated"),
    ("birds/private", None, "sign in", errors.HubRepoNotFound, "not on the Hub, or is private"),
    ("birds/private", "stranger", "this account", errors.HubRepoNotFound, "or is private"),
    ("birds/nothing", None, "sign in", errors.HubRepoNotFound, "not on the Hub"),
    ("birds/csv", "bad", "hf auth login", errors.HubBadToken, "doesn't know the token"),
    ("birds/gated", "bad", "hf auth login", errors.HubBadToken, "doesn't know the token"),
    ("no id", None, "owner/name", errors.HubBadId, "is no id of a dataset"),
    ("../../etc", None, "owner/name", errors.HubBadId, "is no id of a dataset"),
]


@pytest.mark.parametrize(("repo_id", "person", "hint", "kind", "sentence"), PEOPLE)
@pytest.mark.parametrize("way", ["configure", "import"])
def test_who_may_not_is_told_why_and_what_to_do(
    vault: Vault, service: HubService, sign_in: Callable[[str], None], remote: Hub, *,
    repo_id: str, person: str | None, hint: str, kind: type[errors.HubError], sentence: str,
    way: str,
) -> None:  # fmt: skip
    if person:
        sign_in(person)
    if way == "configure":
        error = refusal(lambda: vault.hub.configure(repo_id))
    else:
        error = refusal(lambda: vault.import_hub(repo_id, name="made"))
    assert type(error) is kind
    assert sentence in error.message
    assert hint in error.hint
    assert "hf_" not in said(error)
    assert left_behind(vault) == []


@pytest.mark.parametrize("person", ["owner", "member"])
def test_who_was_let_in_reads_gated_ones(
    vault: Vault, service: HubService, sign_in: Callable[[str], None], person: str
) -> None:
    sign_in(person)
    made = vault.import_hub("birds/gated")
    assert made.row_count == 6
    kept = repr(made.source_info) + repr(vault.hub) + repr(service.account())
    assert "hf_" not in kept
    for path in vault.path.rglob("*"):
        assert not path.is_file() or b"hf_" + person.encode() not in path.read_bytes()


def test_what_is_kept_is_not_shown_to_who_may_no_longer(
    vault: Vault, service: HubService, sign_in: Callable[[str], None]
) -> None:
    sign_in("owner")
    vault.import_hub("birds/gated", name="first")
    vault.import_hub("birds/private", name="second")
    sign_in("stranger")
    assert type(refusal(lambda: vault.import_hub("birds/gated"))) is errors.HubGated
    assert type(refusal(lambda: vault.import_hub("birds/private"))) is errors.HubRepoNotFound


def test_a_missing_revision_is_named(vault: Vault, service: HubService) -> None:
    error = refusal(lambda: vault.import_hub("birds/csv", revision="v9"))
    assert type(error) is errors.HubRevisionNotFound
    assert error.message == "birds/csv has no revision 'v9'."


def test_a_switched_off_network_is_told(
    vault: Vault, service: HubService, remote: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    for ask in (vault.hub.search, lambda: vault.import_hub("birds/csv")):
        error = refusal(ask)
        assert type(error) is errors.HubOffline
        assert "HF_HUB_OFFLINE" in error.message
    assert service.account().is_offline
    assert not list(remote.log)
    assert left_behind(vault) == []


def test_no_connection_is_told_at_once(vault: Vault, reach: Callable[..., HubService]) -> None:
    with socket.socket() as held:
        # Nobody listens there, nor can anybody while it is held.
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}"
        reach(endpoint=url)
        began = time.monotonic()
        error = refusal(lambda: vault.hub.search("imdb"))
    assert type(error) is errors.HubUnreachable
    assert error.message == f"There is no connection to the Hub at {url}."
    assert time.monotonic() - began < LONG_S


def test_a_silent_hub_is_given_up(
    vault: Vault, reach: Callable[..., HubService], remote: Hub
) -> None:
    reach(timeout_s=0.3)
    remote.faults.add("GET /api/datasets", "hang", count=None)
    error = refusal(lambda: vault.hub.search("imdb"))
    assert type(error) is errors.HubTimeout
    assert error.message == "The Hub did not answer. It was silent for 0.3 seconds."
    remote.faults.clear()
    remote.faults.add(FILE, "hang", count=None)
    assert type(refusal(lambda: vault.import_hub("birds/big"))) is errors.HubTimeout
    assert left_behind(vault) == []


@pytest.mark.parametrize("headers", [{"Retry-After": "77"}, {"RateLimit": '"api";r=0;t=77'}])
def test_too_many_questions_are_told_with_how_long_to_wait(
    vault: Vault, service: HubService, remote: Hub, headers: dict[str, str]
) -> None:
    remote.faults.add("GET /api/datasets", "status", status=429, headers=headers, count=None)
    began = time.monotonic()
    error = refusal(lambda: vault.import_hub("birds/csv"))
    assert isinstance(error, errors.HubRateLimited)
    assert error.message == "The Hub takes no more questions from here for 77 seconds."
    assert error.retry_after_s == 77
    assert time.monotonic() - began < LONG_S
    assert left_behind(vault) == []


def test_a_short_pause_is_waited_for(vault: Vault, service: HubService, remote: Hub) -> None:
    remote.faults.add("GET /api/datasets", "status", status=429)
    remote.faults.add(FILE + r"test\.csv", "status", status=503, count=2)
    remote.faults.add(FILE + r"train\.csv", "drop")
    assert vault.import_hub("birds/csv").row_count == 7


@pytest.mark.parametrize(
    ("action", "more", "kind", "sentence"),
    [
        ("status", {"status": 500}, errors.HubFailed, "error of its own (500)"),
        ("drop", {}, errors.HubError, "broke off"),
        ("truncate", {"at": 0}, errors.HubTruncated, "in the middle of train.csv"),
        ("corrupt", {}, errors.HubCorrupt, "did not arrive as the Hub has it"),
    ],
)
def test_files_that_do_not_arrive_are_told(
    vault: Vault, service: HubService, remote: Hub, *,
    action: Any, more: dict[str, Any], kind: type[Exception], sentence: str,
) -> None:  # fmt: skip
    remote.faults.add(FILE + r"train\.csv", action, count=None, **more)
    error = refusal(lambda: vault.import_hub("birds/csv"))
    assert isinstance(error, kind)
    assert sentence in error.message
    assert left_behind(vault) == []
    remote.faults.clear()
    assert vault.import_hub("birds/csv").row_count == 7


@pytest.mark.parametrize(
    ("action", "kind"),
    [("norange", errors.HubFailed), ("truncate", errors.HubTruncated), ("drop", errors.HubError)],
)
def test_pieces_that_do_not_arrive_exactly_are_refused(
    vault: Vault, service: HubService, remote: Hub, action: Any, kind: type[Exception]
) -> None:
    service.estimate(BIG)
    remote.faults.add("GET /cdn/", action, count=None, at=10 if action == "truncate" else None)
    error = refusal(lambda: vault.import_hub("birds/big", columns=["id", "c01"]))
    assert isinstance(error, kind)
    assert left_behind(vault) == []


def test_a_flipped_bit_in_a_whole_file_is_noticed(
    vault: Vault, service: HubService, remote: Hub
) -> None:
    service.estimate(BIG)
    remote.faults.add("GET /cdn/", "corrupt")
    error = refusal(lambda: vault.import_hub("birds/big"))
    assert type(error) is errors.HubCorrupt
    assert left_behind(vault) == []
    assert vault.import_hub("birds/big").row_count == 8_000


def test_a_file_that_is_no_parquet_is_told(vault: Vault, service: HubService, remote: Hub) -> None:
    remote.create("birds/fake", {"train.parquet": b"PAR1 but not really, all of it is made up"})
    error = refusal(lambda: vault.import_hub("birds/fake"))
    assert type(error) is errors.HubCorrupt
    assert error.message == "train.parquet is damaged or no Parquet file."


def test_expired_links_are_asked_for_again(vault: Vault, service: HubService, remote: Hub) -> None:
    service.estimate(BIG)
    remote.expire_links()
    assert vault.import_hub("birds/big", columns=["id", "c01"]).row_count == 8_000


def test_the_token_goes_to_the_hub_alone(
    vault: Vault, service: HubService, sign_in: Callable[[str], None], remote: Hub
) -> None:
    sign_in("owner")
    vault.import_hub("birds/big", columns=["id", "c01"])
    sides = {(each.side, each.token is not None) for each in remote.log}
    assert sides == {("hub", True), ("cdn", False)}


def test_what_others_ask_in_this_kernel_keeps_its_own_rules(
    vault: Vault, service: HubService, remote: Hub
) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    vault.hub.search("birds")
    remote.faults.add("GET /api/datasets/birds/csv", "status", status=500)
    with pytest.raises(HfHubHTTPError):
        HfApi(endpoint=remote.url).dataset_info("birds/csv")


def test_accounts(service: HubService, sign_in: Callable[[str], None], remote: Hub) -> None:
    nobody = service.account()
    assert (nobody.has_token, nobody.name, nobody.problem) == (False, None, None)
    sign_in("member")
    assert service.account().name == "member"
    remote.log.clear()
    assert service.account(is_asking=False).has_token
    assert not list(remote.log)
    sign_in("bad")
    account = service.account()
    assert account.problem is not None
    assert account.problem.code == "hub_bad_token"


def test_no_traceback_wall(vault: Vault, service: HubService) -> None:
    error = refusal(lambda: vault.hub.configure("birds/gated"))
    assert len(error._render_traceback_()) == 2


def test_another_programs_cache_is_read_and_checked(
    vault: Vault, service: HubService, remote: Hub, client_apart: Path
) -> None:
    from huggingface_hub import hf_hub_download

    path = hf_hub_download("birds/csv", "train.csv", repo_type="dataset", endpoint=remote.url)
    remote.log.clear()
    vault.import_hub("birds/csv", split="train")
    assert remote.log.sent(r"GET /datasets/birds/csv/resolve/.*train\.csv") == 0
    vault.hub.clean()
    Path(path).resolve().write_bytes(b"id,name\n" + b"x" * 45)
    vault.import_hub("birds/csv", split="train", name="again")
    assert vault["again"].row_count == 5


@pytest.mark.parametrize("sort", ["trending", "updated", "created"])
def test_every_order_is_one_that_the_hub_knows(service: HubService, sort: str) -> None:
    assert len(service.search("birds", sort=sort, limit=3)) == 3


def test_a_missing_file_is_named(vault: Vault, service: HubService, remote: Hub) -> None:
    remote.faults.add(FILE + r"train\.csv", "status", status=404, headers={}, count=None)
    error = refusal(lambda: vault.import_hub("birds/csv"))
    assert type(error) is errors.HubFileNotFound
    assert error.message == "birds/csv has no file 'train.csv'."
