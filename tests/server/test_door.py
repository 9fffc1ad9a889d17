"""Who gets in, and what they are told."""

from datavault_jupyter.protocol.framing import CONTENT_TYPE, framed
from tests.server.conftest import ASK, VaultServer

QUESTION = {"v": 1, "ask": "k-1", "vault": "team", "op": "datasets.list", "args": {}}


def names(reply: object) -> list[str]:
    return [row["name"] for row in reply.message["data"]["rows"]]  # type: ignore[attr-defined]


def test_who_has_the_token_of_their_own_server_is_the_owner(own_server: VaultServer) -> None:
    told = own_server.get("datavault/api/vaults").json
    assert told["is_owner"] is True
    assert [each["name"] for each in told["vaults"]] == ["team"]
    reply = own_server.ask("datasets.list")
    assert (reply.status, reply.code) == (200, "")
    assert own_server.ask("datasets.list", vault=told["vaults"][0]["id"]).status == 200


def test_without_a_token_nothing_is_answered(server: VaultServer) -> None:
    body, headers = framed(QUESTION), {"Content-Type": CONTENT_TYPE}
    assert server.request("POST", ASK, body, headers).status == 403
    for path in ("datavault/api/vaults", "datavault/api/news?vault=team&channel=1"):
        assert server.request("GET", path).status == 403
    assert server.request("GET", "datavault/static/more.js").status == 403
    wrong = headers | {"Authorization": "token wrong"}
    assert server.request("POST", ASK, body, wrong).status == 403


def test_a_cookie_alone_asks_nothing_without_the_value_of_xsrf(own_server: VaultServer) -> None:
    signed = own_server.get("datavault/api/vaults")
    cookies = signed.headers.get_all("Set-Cookie") or []
    pairs = dict(each.split(";")[0].split("=", 1) for each in cookies)
    cookie = "; ".join(f"{name}={value}" for name, value in pairs.items())
    assert (
        own_server.request("GET", "datavault/api/vaults", headers={"Cookie": cookie}).status == 200
    )
    headers = {"Cookie": cookie, "Content-Type": CONTENT_TYPE}
    body = framed(QUESTION)
    assert own_server.request("POST", ASK, body, headers).status == 403
    assert own_server.request("POST", ASK, body, headers | {"X-XSRFToken": "guess"}).status == 403
    page = own_server.request("GET", "login")
    for each in page.headers.get_all("Set-Cookie") or []:
        name, _, value = each.split(";")[0].partition("=")
        pairs[name] = value
    cookie = "; ".join(f"{name}={value}" for name, value in pairs.items())
    sent = headers | {"Cookie": cookie, "X-XSRFToken": pairs["_xsrf"]}
    assert own_server.request("POST", ASK, body, sent).status == 200
