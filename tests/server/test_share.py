"""A link as a browser meets it: signed in or not, and what nobody learns from the answers."""

from __future__ import annotations

import http.client
import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter.features.sharing.records import LinkKind
from datavault_jupyter.protocol.framing import CONTENT_TYPE, framed
from datavault_jupyter.server.guessing import MOST_EACH
from tests.server.conftest import BASE, Reply, VaultServer, running

NAME = '</script><img src=x onerror=alert(1)>"'
_places = itertools.count(2)


@dataclass
class Visitor:
    """Somebody at an address of their own, with a browser's cookies."""

    server: VaultServer
    user: str = ""

    def __post_init__(self) -> None:
        self.place = f"127.0.0.{next(_places)}"
        self.cookies: dict[str, str] = {}

    def request(self, method: str, path: str, body: bytes = b"", /, **headers: str) -> Reply:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=60, source_address=(self.place, 0)
        )
        sent = (self.server.signed(self.user) if self.user else {}) | headers
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, BASE + path, body or None, sent)
            response = connection.getresponse()
            reply = Reply(response.status, response.headers, response.read())
        finally:
            connection.close()
        for each in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = each.split(";")[0].partition("=")
            self.cookies[name] = value
        return reply

    def get(self, path: str, **headers: str) -> Reply:
        return self.request("GET", path, b"", **headers)

    def ask(self, path: str, op: str, /, **args: Any) -> Reply:
        """As the page asks that was opened before."""
        body = framed({"v": 1, "ask": "1", "op": op, "args": args}, [])
        sent = {"Content-Type": CONTENT_TYPE, "X-XSRFToken": self.cookies.get("_xsrf", "")}
        return self.request("POST", f"{path}/ask", body, **sent)


@dataclass
class Links:
    """A server, and the links of a dataset of its vault."""

    server: VaultServer
    vault: dv.Vault
    ds: dv.Dataset

    def fresh(self, mode: LinkKind = LinkKind.PUBLIC) -> str:
        """A new link; those before are dead."""
        sharing, record = self.vault._services.sharing, self.ds._record
        sharing.revoke(record)
        return sharing.path(sharing.create(record, mode, confirm=True).links[mode])

    def personal(self, who: str) -> str:
        sharing = self.vault._services.sharing
        sharing.add(self.ds._record, who, [who])
        return sharing.personal(self.ds._record, who)[1]

    def come(self, user: str = "") -> Visitor:
        return Visitor(self.server, user)


@pytest.fixture(scope="module")
def links(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Links]:
    folder = tmp_path_factory.mktemp("shared")
    path = shutil.copytree(team, folder / "team")
    with dv.Vault(path) as vault:
        vault.settings.share_imported = True
        rows = pd.DataFrame({"n": range(1000), "salary": range(1000)})
        ds = vault.import_frame(rows, name=NAME, project="Teaching")
        for server in running(folder / "home", path, has_names=True):
            yield Links(server, vault, ds)


def plain(reply: Reply) -> tuple[int, bytes, dict[str, str]]:
    """All that a reply tells but for the moment and the cookies."""
    fleeting = {"Date", "Set-Cookie", "Etag"}
    return (
        reply.status,
        reply.body,
        {name: value for name, value in reply.headers.items() if name not in fleeting},
    )


def test_whoever_has_a_public_link_reads_and_exports(links: Links) -> None:
    path, guest = links.fresh(), links.come()
    page = guest.get(path)
    assert page.status == 200
    assert guest.ask(path, "share.describe").message["data"]["title"] == NAME
    about = {"dataset_id": links.ds.id}
    rows = guest.ask(path, "content.page", **about, columns=["n"], limit=3)
    assert rows.message["data"]["row_count"] == 3
    assert guest.ask(path, "views.part", name="more").frames["code"]
    job = guest.ask(path, "exports.start", **about, format="csv", path="rows.csv")
    found = job.message["data"]
    while found["state"] == "running":
        found = guest.ask(path, "exports.job", job_id=found["job_id"]).message["data"]
    assert (found["state"], found["path"]) == ("done", "rows.csv")
    file = guest.get(f"{path}/download?job={found['job_id']}")
    assert (file.status, file.body[:13]) == (200, b"n,salary\n0,0\n")
    assert "rows.csv" in (file.headers["Content-Disposition"] or "")
    part = guest.get(f"{path}/download?job={found['job_id']}", Range="bytes=0-3")
    assert (part.status, part.body) == (206, b"n,sa")
    # Another link to the same rows gives no file of this one, nor does this one when it is dead.
    other = links.fresh()
    assert guest.get(f"{other}/download?job={found['job_id']}").status == 404
    assert guest.get(f"{path}/download?job={found['job_id']}").status == 404


def test_a_file_breaks_off_where_the_link_is_switched_off(links: Links) -> None:
    long = pd.DataFrame({"text": ["x" * 40_000] * 1000})
    ds = links.vault.import_frame(long, name="long")
    one = Links(links.server, links.vault, ds)
    path, guest = one.fresh(), one.come()
    guest.get(path)
    job = guest.ask(path, "exports.start", dataset_id=ds.id, format="csv", path="long.csv")
    found = job.message["data"]
    while found["state"] == "running":
        found = guest.ask(path, "exports.job", job_id=found["job_id"]).message["data"]
    connection = http.client.HTTPConnection("127.0.0.1", links.server.port, timeout=60)
    connection.request("GET", f"{BASE}{path}/download?job={found['job_id']}")
    response = connection.getresponse()
    assert response.status == 200
    assert len(response.read(100_000)) == 100_000
    ds.share().revoke()
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        response.read()
    connection.close()


def test_every_link_that_opens_nothing_gets_the_same_answer(links: Links) -> None:
    revoked = links.fresh()
    assert links.come().get(revoked).status == 200
    alive = links.fresh(LinkKind.RESTRICTED)
    token = alive.rpartition("/")[2]
    flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
    others = ("x" * 43, flipped, "x", "%3Cscript%3E", "..%2F..%2Fapi", "%C3%A9")
    dead = [revoked, *(f"datavault/s/{each}" for each in others)]
    for user in ("", "eve"):
        come = links.come(user)
        pages = [plain(come.get(path)) for path in dead]
        assert pages[0][0] == 404
        assert b"This link opens nothing." in pages[0][1]
        assert [each for each in pages if each != pages[0]] == []
        asked = [plain(come.ask(path, "share.describe")) for path in dead]
        assert asked[0][:2] == (404, b'{"message": "This link opens nothing."}')
        assert [each for each in asked if each != asked[0]] == []
        come = links.come(user)  # from another address: so many wrong ones are held up
        files = [plain(come.get(f"{path}/download?job=exp_x")) for path in dead]
        assert [each for each in files if each != files[0]] == []
    # Signed in and not on the list is no other answer either, for a member of the vault as well.
    outsider = links.come("ada")
    assert plain(outsider.get(alive)) == plain(links.come("ada").get(dead[0]))
    assert outsider.ask(alive, "share.describe").status == 404


def test_a_restricted_link_leads_to_the_login_and_back_to_this_server_alone(links: Links) -> None:
    path = links.fresh(LinkKind.RESTRICTED)
    links.vault._services.sharing.add(links.ds._record, "ana", ["ana"])
    away = links.come().get(f"{path}?next=https://elsewhere.example")
    where = urlsplit(away.headers["Location"] or "")
    assert away.status == 302
    assert (where.scheme, where.netloc, where.path) == ("", "", f"{BASE}login")
    assert parse_qs(where.query) == {"next": [BASE + path]}
    assert links.come().ask(path, "share.describe").status == 403
    ana = links.come("ana")
    assert ana.get(path).status == 200
    assert ana.ask(path, "share.describe").status == 200
    # Whoever is taken off the list is out with the next question.
    links.vault._services.sharing.remove(links.ds._record, "ana")
    assert ana.ask(path, "share.describe").status == 404
    assert plain(ana.get(path))[0] == 404


def test_by_name_the_servers_own_rules_count_and_by_the_link_alone_they_do_not(
    links: Links,
) -> None:
    """`nobody` may do nothing on this server, `guest` only read."""
    personal = links.fresh(LinkKind.RESTRICTED) and links.personal("nobody")
    links.personal("guest")
    shared = links.vault._services.sharing
    path = shared.path(shared.look(links.ds._record).links[LinkKind.RESTRICTED])
    assert links.come("nobody").get(path).status == 404
    assert links.come().get(personal).status == 200
    guest, about = links.come("guest"), {"dataset_id": links.ds.id}
    assert guest.get(path).status == 200
    assert guest.ask(path, "content.count", **about).status == 200
    assert guest.ask(path, "exports.start", **about, format="csv", path="x.csv").status == 404


def test_a_personal_link_is_one_persons_and_the_next_one_ends_it(links: Links) -> None:
    links.fresh(LinkKind.RESTRICTED)
    first = links.personal("zoe@example.org")
    assert links.come().get(first).status == 200
    told = links.ds.share().openings[0]
    assert (told.who, str(told.link)) == ("zoe@example.org", "personal")
    second = links.personal("zoe@example.org")
    assert (links.come().get(first).status, links.come().get(second).status) == (404, 200)


def test_hidden_columns_are_in_no_answer(links: Links) -> None:
    path, guest = links.fresh(), links.come()
    guest.get(path)
    about = {"dataset_id": links.ds.id}
    assert b"salary" in guest.ask(path, "content.describe", **about).body
    links.ds.share().change(hidden=["salary"])
    assert b"salary" not in guest.ask(path, "content.describe", **about).body
    refused = guest.ask(path, "content.page", **about, columns=["salary"])
    assert (refused.status, refused.code) == (400, "bad_argument")
    links.ds.share().change(hidden=[])


def test_headers_keep_a_shared_page_private_and_its_text_is_text(links: Links) -> None:
    path, guest = links.fresh(), links.come()
    page = guest.get(path)
    for reply in (page, guest.ask(path, "share.describe"), guest.get("datavault/s/x")):
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "default-src 'none'" in (reply.headers["Content-Security-Policy"] or "")
    assert "script-src 'self' blob:;" in (page.headers["Content-Security-Policy"] or "")
    assert b"<img" not in page.body
    assert page.body.count(b"</script>") == 2
    code = guest.get("datavault/static/share.js")
    assert (code.status, code.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert guest.get("datavault/static/page.js").status == 403


def test_another_site_asks_nothing_in_a_guests_name(links: Links) -> None:
    path, guest = links.fresh(), links.come()
    body = framed({"v": 1, "ask": "1", "op": "share.describe", "args": {}}, [])
    sent = {"Content-Type": CONTENT_TYPE}
    assert guest.request("POST", f"{path}/ask", body, **sent).status == 403
    guest.get(path)
    assert guest.request("POST", f"{path}/ask", body, **sent).status == 403
    forged = sent | {"X-XSRFToken": "guess"}
    assert guest.request("POST", f"{path}/ask", body, **forged).status == 403
    elsewhere = sent | {
        "X-XSRFToken": guest.cookies["_xsrf"],
        "Origin": "https://elsewhere.example",
    }
    assert guest.request("POST", f"{path}/ask", body, **elsewhere).status == 404
    assert guest.ask(path, "share.describe").status == 200
    plain_text = {"X-XSRFToken": guest.cookies["_xsrf"], "Content-Type": "text/plain"}
    assert guest.request("POST", f"{path}/ask", body, **plain_text).status == 415
    huge = sent | {"X-XSRFToken": guest.cookies["_xsrf"]}
    announced = huge | {"Content-Length": "1000001"}
    assert guest.request("POST", f"{path}/ask", b"x" * 1000, **announced).status == 413
    assert guest.request("POST", f"{path}/ask", b"nonsense", **huge).status == 400


def test_who_guesses_is_told_to_wait_and_nobody_else_is(links: Links) -> None:
    path, guesser, reader = links.fresh(), links.come(), links.come()
    assert reader.get(path).status == 200
    told = [guesser.get(f"datavault/s/{number:043}").status for number in range(MOST_EACH)]
    assert set(told) == {404}
    wrong, right = guesser.get("datavault/s/again"), guesser.get(path)
    assert plain(wrong) == plain(right)
    assert (wrong.status, wrong.headers["Retry-After"]) == (429, "60")
    assert guesser.ask(path, "share.describe").status == 429
    assert guesser.get(f"{path}/download?job=x").status == 429
    assert (reader.get(path).status, links.come().get(path).status) == (200, 200)
    # Secrets don't stand in the server's log.
    assert path.rpartition("/")[2] not in links.server.said()


def test_nothing_else_of_the_server_opens_by_it(links: Links) -> None:
    path, guest = links.fresh(), links.come()
    guest.get(path)
    for other in ("datavault", "datavault/work", f"{path}/../../api/vaults", "api/contents"):
        assert guest.get(other).status in (302, 403, 404), other
    assert guest.get("datavault/api/vaults").status == 403
    token = path.rpartition("/")[2]
    body = framed({"v": 1, "ask": "1", "vault": "team", "op": "datasets.list", "args": {}}, [])
    sent = {"Content-Type": CONTENT_TYPE, "X-XSRFToken": guest.cookies["_xsrf"]}
    bearing = sent | {"Authorization": f"token {token}"}
    assert guest.request("POST", "datavault/api/ask", body, **bearing).status == 403
    for op in ("datasets.list", "people.list", "sharing.look", "sql.run", "imports.start"):
        assert guest.ask(path, op, dataset_id=links.ds.id).status == 403, op
    assert guest.ask(path, "content.count", dataset_id=links.vault["words"].id).status == 404
