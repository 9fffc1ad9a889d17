"""Links: who makes them, whom they admit, when they are dead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pandas as pd
import pytest

from datavault_jupyter import Dataset, Share, Vault
from datavault_jupyter.access import Identity
from datavault_jupyter.base import clock
from datavault_jupyter.base.errors import (
    BadArgument,
    BadName,
    NotAllowed,
    NotConfirmed,
    PersonNotFound,
    Refused,
)
from datavault_jupyter.features.sharing import opening, service, tokens
from datavault_jupyter.features.sharing.opening import Opened, ShareOpener
from datavault_jupyter.features.sharing.records import LinkKind

ActAs = Callable[[str], Vault]


class Door:
    """The vault from outside: what a link opens, and for whom."""

    def __init__(self, vault: Vault) -> None:
        self.opener = ShareOpener(vault._services.store)

    def open(self, path: str, who: str = "") -> Opened | None:
        token = path.rpartition("/")[2]
        kind, found = self.opener.look(token, Identity(who, who, "jupyter") if who else None)
        assert found is None or found.link is kind
        return found

    def kind(self, path: str) -> LinkKind | None:
        return self.opener.look(path.rpartition("/")[2], None)[0]


@pytest.fixture
def door(vault: Vault) -> Door:
    return Door(vault)


@pytest.fixture
def ds(vault: Vault) -> Dataset:
    vault.settings.share_imported = True
    vault.projects.create("Teaching")
    for name, role in (("olga", "project_admin"), ("vera", "project_admin"), ("carl", None)):
        vault.people.add(name, role or "contributor", display_name=f"{name.title()} Shown")
    vault.projects.add_member("Teaching", "olga", "owner")
    vault.projects.add_member("Teaching", "vera", "viewer")
    frame = pd.DataFrame({"n": [1, 2], "text": ["a", "b"], "secret": ["x", "y"]})
    return vault.import_frame(frame, name="reviews", project="Teaching")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    def put(by: timedelta) -> None:
        moment = clock.now() + by
        for module in (opening, service):
            monkeypatch.setattr(module, "now", lambda: moment)

    return put


def test_asking_for_the_share_makes_no_link(ds: Dataset) -> None:
    share = ds.share()
    assert (share.mode, share.path, share.url, share.people, share.openings) == (
        *("", "", "", [], []),
    )
    assert repr(share) == "reviews: not shared"
    assert share._still()["text/plain"] == "reviews: not shared"
    assert not (ds.vault_path / tokens.KEY_FILE).exists()


def test_one_link_a_mode_and_the_same_again(ds: Dataset, act_as: ActAs) -> None:
    path = ds.share(mode="restricted").path
    assert path.startswith("datavault/s/")
    assert len(path.rpartition("/")[2]) == 43
    assert ds.share(mode="restricted").path == path
    # Also in another kernel, which has its own copy of nothing.
    with act_as("olga") as other:
        assert other["reviews"].share(mode="restricted").path == path


def test_the_catalogue_keeps_no_token_and_the_key_is_the_owners(ds: Dataset) -> None:
    token = ds.share(mode="public", confirm=True).path.rpartition("/")[2]
    key = ds.vault_path / tokens.KEY_FILE
    assert key.stat().st_mode & 0o777 == 0o600
    kept = b"".join(
        path.read_bytes() for path in ds.vault_path.rglob("*") if path.is_file() and path != key
    )
    assert token.encode() not in kept
    assert tokens.digest(token).encode() in kept


def test_a_restricted_link_admits_people_of_the_list_who_sign_in(ds: Dataset, door: Door) -> None:
    share = ds.share("olga")
    assert door.open(share.path) is None
    assert door.open(share.path, "vera") is None
    opened = door.open(share.path, "olga")
    assert opened is not None
    assert (opened.dataset_id, opened.who, opened.link) == (ds.id, "olga", LinkKind.RESTRICTED)
    share.remove("olga")
    assert door.open(share.path, "olga") is None
    # Who made it tries it.
    maker = door.open(share.path, ds.owner)
    assert maker is not None


def test_a_public_link_admits_anybody_until_it_is_restricted(ds: Dataset, door: Door) -> None:
    share = ds.share("olga")
    restricted = share.path
    with pytest.raises(NotConfirmed, match="without signing in"):
        share.public()
    assert share.path == restricted
    public = share.public(confirm=True).path
    assert public != restricted
    assert door.open(public) is not None
    assert door.open(restricted, "olga") is not None
    assert share.restrict().path == restricted
    assert door.open(public) is None
    assert door.open(public, "olga") is None
    # Who had the link of then doesn't come back by it.
    assert share.public(confirm=True).path != public


def test_members_at_once_outsiders_confirmed_bad_ones_named(ds: Dataset) -> None:
    share = ds.share()
    with pytest.raises(NotConfirmed, match="No members of this vault: jo@partner.example"):
        share.add("olga, jo@partner.example; Vera Shown")
    assert share.people == ["olga", "vera"]
    share.add(["jo@partner.example"], outsiders=True)
    assert share.people == ["jo@partner.example", "olga", "vera"]
    with pytest.raises(BadName, match="'me@' is no address"):
        share.add("me@, carl")
    assert "carl" in share.people


def test_an_unknown_id_is_nobody(ds: Dataset) -> None:
    with pytest.raises(BadName, match="Nobody here has the id"):
        ds.share("prs_00000000000000000")


def test_a_personal_link_is_told_once_and_is_one_persons(ds: Dataset, door: Door) -> None:
    share = ds.share("Olga Shown")
    with pytest.raises(PersonNotFound, match="not on the list"):
        share.personal("vera")
    first = share.personal("Olga Shown")
    opened = door.open(first)
    assert opened is not None
    assert (opened.who, opened.link) == ("olga", LinkKind.PERSONAL)
    second = share.personal("olga")
    assert door.open(first) is None
    assert door.open(second) is not None
    share.remove("olga")
    assert door.open(second) is None


def test_revoked_is_dead_at_once_and_a_new_one_differs(ds: Dataset, door: Door) -> None:
    share = ds.share("olga", mode="public", confirm=True)
    public, personal = share.path, share.personal("olga")
    restricted = share.restrict().path
    share.revoke()
    for path in (public, personal, restricted):
        assert door.kind(path) is None
        assert door.open(path, "olga") is None
    again = ds.share(mode="restricted")
    assert again.path not in (public, restricted)
    # Whom it was meant for is remembered, personal secrets are not.
    assert again.people == ["olga"]
    assert door.open(personal) is None


def test_an_ended_link_is_dead(ds: Dataset, door: Door, later: Callable[[timedelta], None]) -> None:
    share = ds.share("olga", ends=timedelta(days=2))
    assert door.open(share.path, "olga") is not None
    later(timedelta(days=3))
    assert door.kind(share.path) is None
    assert door.open(share.path, "olga") is None


@pytest.mark.parametrize("path", ["", "s/x", "datavault/s/../..", f"s/{'A' * 43}", "s/\ud800"])
def test_what_is_no_token_opens_nothing(ds: Dataset, door: Door, path: str) -> None:
    ds.share(mode="public", confirm=True)
    assert door.open(path, "olga") is None


def test_terms_are_checked_and_kept(ds: Dataset) -> None:
    share = ds.share(hidden=["secret"], can_export=False, ends="2999-12-31")
    assert (share.hidden, share.can_export) == (("secret",), False)
    assert share.ends_at is not None
    assert share.ends_at.year == 2999
    with pytest.raises(BadArgument, match="no column 'secrt'") as caught:
        share.change(hidden=["secrt"])
    assert "secret" in caught.value.hint
    with pytest.raises(BadArgument, match="At least one column"):
        share.change(hidden=["n", "text", "secret"])
    with pytest.raises(BadArgument, match="before now"):
        share.change(ends=timedelta(days=-1))
    with pytest.raises(BadArgument, match="'soon' is no day"):
        share.change(ends="soon")
    assert (share.hidden, share.ends_at.year) == (("secret",), 2999)
    # A link of the other mode allows what the first did.
    assert share.public(confirm=True).hidden == ("secret",)


def test_openings_are_written_down_once_a_visit(
    ds: Dataset, door: Door, later: Callable[[timedelta], None]
) -> None:
    share = ds.share("olga", mode="public", confirm=True)
    anonymous = door.open(share.path)
    assert anonymous is not None
    door.opener.note(anonymous)
    door.opener.note(anonymous)
    named = door.open(share.personal("olga"))
    assert named is not None
    door.opener.note(named)
    later(timedelta(hours=1))
    door.opener.note(anonymous)
    told = [(each.who, each.link.value, each.count) for each in share.openings]
    assert told == [("", "public", 2), ("olga", "personal", 1)]


def test_only_who_may_administer_shares(ds: Dataset, act_as: ActAs) -> None:
    ds.share("olga")
    with act_as("vera") as vault:
        for deed in (
            lambda it: it.share().mode,
            lambda it: it.share("carl"),
            lambda it: it.share().revoke(),
        ):
            with pytest.raises(NotAllowed, match="may not share this dataset"):
                deed(vault["reviews"])


def test_datasets_without_a_pipeline_only_where_the_vault_allows(vault: Vault, ds: Dataset) -> None:
    vault.settings.share_imported = False
    with pytest.raises(Refused, match="Only datasets of a pipeline") as caught:
        ds.share("olga")
    assert "share_imported" in caught.value.hint
    assert ds.share().mode == ""


def test_archiving_keeps_links_deleting_kills_them(ds: Dataset, door: Door) -> None:
    share = ds.share("olga")
    ds.archive()
    assert door.open(share.path, "olga") is not None
    path = share.path
    ds.delete(confirm="delete")
    assert door.open(path, "olga") is None


def test_every_deed_is_in_the_audit_trail(vault: Vault, ds: Dataset) -> None:
    share = ds.share("olga", mode="public", confirm=True)
    share.personal("olga")
    share.restrict()
    share.change(hidden=["n"])
    share.remove("olga")
    share.revoke()
    done = [each.action for each in vault.audit(ds.id) if each.action.startswith("share.")]
    assert sorted(set(done)) == [
        "share.add",
        "share.change",
        "share.create",
        "share.personal",
        "share.remove",
        "share.restrict",
        "share.revoke",
    ]
    details = str([each.details for each in vault.audit(ds.id)])
    assert "datavault/s" not in details


def test_a_lost_key_makes_new_links_and_kills_none(ds: Dataset, door: Door) -> None:
    share = ds.share("olga")
    path = share.path
    (ds.vault_path / tokens.KEY_FILE).unlink()
    assert share.path == ""
    assert door.open(path, "olga") is not None
    share.revoke()
    assert ds.share(mode="restricted").path not in ("", path)


def test_a_mailer_is_used_where_there_is_one_and_never_claimed(
    ds: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datavault_jupyter.features.sharing import mailing

    assert mailing.told(["a@example.org"], "x", "Ana") == (
        "a@example.org can open it now. No e-mail is sent."
    )
    sent: list[str] = []

    class Post:
        name = "post"

        def load(self) -> Callable[[str, str, str], None]:
            def send(to: str, subject: str, text: str) -> None:
                if to.startswith("b@"):
                    raise OSError("no line")
                sent.append(f"{to}: {subject}")

            return send

    monkeypatch.setattr(mailing, "_installed", Post)
    assert mailing.told(["a@example.org", "carl"], "x", "Ana").endswith(
        "post was given an e-mail for a@example.org."
    )
    assert sent == ["a@example.org: Ana shared the dataset x with you"]
    assert mailing.told(["b@example.org"], "x", "Ana").endswith("could not be sent.")


def test_it_shows_itself(ds: Dataset) -> None:
    share = ds.share("olga, vera", ends="2999-12-31")
    assert repr(share).splitlines()[0].startswith("reviews: 2 people can open it, ends ")
    assert "olga: not opened yet" in repr(share)
    shown = share._repr_html_()
    assert "Olga Shown" in shown
    # A saved notebook travels: it holds no link.
    assert share.path not in shown
    assert share.path not in share._still()["text/plain"]


def test_a_share_is_what_a_dataset_gives(ds: Dataset) -> None:
    assert isinstance(ds.share(), Share)
