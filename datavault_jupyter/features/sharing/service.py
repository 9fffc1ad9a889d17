"""Sharing a dataset by links: use cases of those who may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadArgument, NotConfirmed, PersonNotFound, Refused
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.features.datasets.records import DatasetRecord, DatasetSource
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.people import queries as audit
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.sharing import mailing, queries, tokens
from datavault_jupyter.features.sharing import people as lists
from datavault_jupyter.features.sharing.records import Link, LinkKind, Listed, Shared
from datavault_jupyter.storage.catalog import Connection, bump
from datavault_jupyter.storage.store import Store

# What a page's address begins with, below the server's own.
PATH = "datavault/s/"
NEWS = "shares"


@dataclass(frozen=True, slots=True)
class AddedPeople:
    """What became of a typed list: who is on the list now, who waits, what was no name."""

    added: tuple[str, ...]
    waiting: tuple[str, ...]
    bad: tuple[lists.BadEntry, ...]
    notice: str


class SharingService:
    """Links to a dataset, who may use them, and what they show.

    Args:
        store: The vault.
        policy: What the actor may do.
        person: The actor.
        datasets: Gives a dataset's columns.
        shares_imported: Whether datasets without a pipeline may be shared, too.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        datasets: DatasetService,
        shares_imported: Callable[[], bool],
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._datasets = datasets
        self._shares_imported = shares_imported

    def refusal(self, record: DatasetRecord) -> str:
        """Why no link to a dataset can be made; empty where one can."""
        self._policy.require(Action.DATASET_SHARE, record.place)
        if record.source is DatasetSource.PIPELINE or self._shares_imported():
            return ""
        return (
            "Only datasets of a pipeline are shared by link. An admin can allow it for others: "
            "vault.settings.share_imported = True."
        )

    def look(self, record: DatasetRecord) -> Shared:
        """A dataset's links, its list of people, who opened it."""
        self._policy.require(Action.DATASET_SHARE, record.place)
        with self._store.catalog.read() as connection:
            return _shared(connection, record)

    def path(self, link: Link) -> str:
        """Where a link leads to, below the address of Jupyter's server.

        Empty where the key it was made with is gone; then only a new link can be told.
        """
        token = tokens.derived(tokens.key_of(self._store), link.id)
        return f"{PATH}{token}" if tokens.same(tokens.digest(token), link.digest) else ""

    def contributor_count(self, record: DatasetRecord) -> int:
        """How many contributors a dataset's rows may name."""
        self._policy.require(Action.DATASET_SHARE, record.place)
        with self._store.catalog.read() as connection:
            return queries.contributor_count(connection, record.key)

    def create(
        self, record: DatasetRecord, mode: LinkKind = LinkKind.RESTRICTED, *, confirm: bool = False
    ) -> Shared:
        """Make the link of a mode, unless it is there; a public one must be confirmed.

        Going back to a restricted one takes the public link back: it opens nothing from then on,
        and the next public link is another.

        Raises:
            Refused: links to this dataset are not made.
            NotConfirmed: a public link was asked for without saying so twice.
        """
        self._policy.require(Action.DATASET_SHARE, record.place)
        self._require_shareable(record)
        if mode is LinkKind.PERSONAL:
            raise BadArgument("A link is restricted or public.", field="mode")
        if mode is LinkKind.PUBLIC and not confirm:
            raise NotConfirmed(
                f"Anybody who has a public link can read {record.name!r} without signing in.",
                hint="Confirm it: share.public(confirm=True).",
            )
        key = tokens.key_of(self._store)
        with self._store.catalog.write() as connection:
            links = queries.alive(connection, record.key)
            before = next(iter(links.values()), None)
            for each in (LinkKind.RESTRICTED, mode):
                if each not in links:
                    links[each] = self._made(connection, record, each, key, before)
            public = links.get(LinkKind.PUBLIC)
            if mode is LinkKind.RESTRICTED and public is not None:
                queries.revoke(connection, [public.key], now())
                self._record(connection, record, "share.restrict")
            return _shared(connection, record)

    def add(self, record: DatasetRecord, text: str, outsiders: Sequence[str] = ()) -> AddedPeople:
        """Put people on the list: members at once, outsiders once they are confirmed.

        Args:
            record: The dataset.
            text: Names, ids or addresses, with commas between them.
            outsiders: Those of earlier answers who are to be let in all the same.
        """
        self._policy.require(Action.DATASET_SHARE, record.place)
        self._require_shareable(record)
        self.create_if_missing(record)
        with self._store.catalog.write() as connection:
            found = lists.sort(connection, text, outsiders)
            link = queries.alive(connection, record.key)[LinkKind.RESTRICTED]
            for identity in found.taken:
                queries.put_person(connection, link.key, identity, now())
            if found.taken:
                self._record(connection, record, "share.add", people=list(found.taken))
        notice = mailing.told(found.taken, record.name, self._person.display_name)
        return AddedPeople(found.taken, found.waiting, found.bad, notice)

    def create_if_missing(self, record: DatasetRecord) -> None:
        """Make the restricted link unless there is one; a public one stays as it is."""
        self._policy.require(Action.DATASET_SHARE, record.place)
        with self._store.catalog.read() as connection:
            is_there = LinkKind.RESTRICTED in queries.alive(connection, record.key)
        if not is_there:
            self.create(record)

    def remove(self, record: DatasetRecord, who: str) -> Shared:
        """Take somebody off the list; their personal link is dead.

        Raises:
            PersonNotFound: they are not on it.
        """
        self._policy.require(Action.DATASET_SHARE, record.place)
        with self._store.catalog.write() as connection:
            link = _restricted(connection, record)
            listed = queries.people(connection, link.key)
            identity = _meant(listed_names(listed), who)
            queries.take_person(connection, link.key, identity)
            self._record(connection, record, "share.remove", people=[identity])
            return _shared(connection, record)

    def change(
        self,
        record: DatasetRecord,
        *,
        ends_at: datetime | None,
        can_export: bool,
        hidden: Sequence[str],
    ) -> Shared:
        """Set what the links allow.

        Raises:
            BadArgument: the end is past, a column isn't there, or none would be left.
        """
        self._policy.require(Action.DATASET_SHARE, record.place)
        ends = self._checked_end(record, ends_at)
        columns = self._checked_columns(record, hidden)
        with self._store.catalog.write() as connection:
            _restricted(connection, record)
            keys = [each.key for each in queries.alive(connection, record.key).values()]
            queries.change(connection, keys, ends_at=ends, can_export=can_export, hidden=columns)
            self._record(
                connection,
                record,
                "share.change",
                ends_at=ends.isoformat() if ends else None,
                can_export=can_export,
                hidden=list(columns),
            )
            return _shared(connection, record)

    def personal(self, record: DatasetRecord, who: str) -> tuple[str, str]:
        """Make a personal link for somebody on the list; an earlier one of theirs is dead.

        Returns:
            Their identity, and where the link leads to. It is told this once.

        Raises:
            PersonNotFound: they are not on the list.
        """
        self._policy.require(Action.DATASET_SHARE, record.place)
        self._require_shareable(record)
        token = tokens.drawn()
        with self._store.catalog.write() as connection:
            link = _restricted(connection, record)
            identity = _meant(listed_names(queries.people(connection, link.key)), who)
            queries.set_personal(connection, link.key, identity, tokens.digest(token))
            self._record(connection, record, "share.personal", people=[identity])
        return identity, f"{PATH}{token}"

    def revoke(self, record: DatasetRecord) -> Shared:
        """Take every link back: none opens anything from now on, and new ones differ."""
        self._policy.require(Action.DATASET_SHARE, record.place)
        with self._store.catalog.write() as connection:
            links = queries.alive(connection, record.key)
            if links:
                queries.revoke(connection, [each.key for each in links.values()], now())
                self._record(connection, record, "share.revoke")
            return _shared(connection, record)

    def _made(
        self,
        connection: Connection,
        record: DatasetRecord,
        mode: LinkKind,
        key: bytes,
        like: Link | None,
    ) -> Link:
        """A new link that allows what the one beside it does."""
        uid, last = new_id("shr"), queries.newest(connection, record.key, mode)
        link = Link(
            key=0,
            id=uid,
            dataset_key=record.key,
            mode=mode,
            digest=tokens.digest(tokens.derived(key, uid)),
            can_export=like.can_export if like else True,
            hidden=like.hidden if like else (),
            created_by=self._person.identity,
            created_at=now(),
            ends_at=like.ends_at if like else None,
        )
        row = queries.insert(connection, link, self._person.key)
        if mode is LinkKind.RESTRICTED and last is not None:
            queries.copy_people(connection, last, row)
        self._record(connection, record, "share.create", mode=mode)
        return replace(link, key=row)

    def _record(
        self, connection: Connection, record: DatasetRecord, action: str, **details: Any
    ) -> None:
        actor = self._policy.actor_name
        audit.record(connection, actor, action, record.id, record.name, **details)
        bump(connection)

    def _require_shareable(self, record: DatasetRecord) -> None:
        reason = self.refusal(record)
        if reason:
            sentence, _, hint = reason.partition(". ")
            raise Refused(f"{sentence}.", hint=hint)

    def _checked_end(self, record: DatasetRecord, ends_at: datetime | None) -> datetime | None:
        if ends_at is None:
            return None
        moment = ends_at if ends_at.tzinfo else ends_at.replace(tzinfo=UTC)
        kept = self.look(record).link
        if moment <= now() and (kept is None or kept.ends_at != moment):
            raise BadArgument("The link would end before now.", field="ends_at")
        return moment

    def _checked_columns(self, record: DatasetRecord, hidden: Sequence[str]) -> tuple[str, ...]:
        names = [each.name for each in self._datasets.columns(record)]
        for name in hidden:
            if name not in names:
                raise BadArgument(
                    f"{record.name!r} has no column {name!r}.",
                    hint=did_you_mean(name, names),
                    field="hidden",
                )
        kept = tuple(each for each in names if each in set(hidden))
        if names and len(kept) == len(names):
            raise BadArgument("At least one column has to be seen.", field="hidden")
        return kept


def listed_names(listed: Sequence[Listed]) -> dict[str, str]:
    """Every word by which somebody on a list may be named, and their identity."""
    return {
        word: each.identity
        for each in listed
        for word in (each.display_name, each.person_id, each.identity)
        if word
    }


def _meant(names: dict[str, str], who: str) -> str:
    if who not in names:
        raise PersonNotFound(
            f"{who!r} is not on the list of this share.", hint=did_you_mean(who, [*names])
        )
    return names[who]


def _restricted(connection: Connection, record: DatasetRecord) -> Link:
    found = queries.alive(connection, record.key).get(LinkKind.RESTRICTED)
    if found is None:
        raise Refused(f"There is no link to {record.name!r} yet.", hint="Make one: ds.share(…).")
    return found


def _shared(connection: Connection, record: DatasetRecord) -> Shared:
    links = queries.alive(connection, record.key)
    restricted = links.get(LinkKind.RESTRICTED)
    listed = queries.people(connection, restricted.key) if restricted else []
    return Shared(links, tuple(listed), tuple(queries.openings(connection, record.key)))
