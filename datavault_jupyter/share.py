"""Links to a dataset, in the user's hands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from datavault_jupyter.base import wording
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadArgument, BadName, NotConfirmed
from datavault_jupyter.display import html, live

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.sharing.records import LinkKind, Listed, Opening, Shared
    from datavault_jupyter.services import Services

Ends = datetime | timedelta | str | None


class Share:
    """Links to one dataset: who may open it, until when, without which columns, and who did.

    In a notebook it shows itself as the panel in which all of this is set. Nothing is shared
    before somebody makes a link.

    >>> vault.settings.share_imported = True
    >>> share = vault["penguins"].share("ana@example.org", outsiders=True)
    >>> share.mode, share.people
    ('restricted', ['ana@example.org'])
    >>> share.revoke()
    >>> share.mode
    ''
    """

    def __init__(self, services: Services, record: DatasetRecord) -> None:
        self._services = services
        self._known = record

    @property
    def _record(self) -> DatasetRecord:
        self._known = self._services.datasets.reload(self._known)
        return self._known

    @property
    def _shared(self) -> Shared:
        return self._services.sharing.look(self._record)

    @property
    def mode(self) -> str:
        """restricted, public, or empty where there is no link."""
        link = self._shared.link
        return str(link.mode) if link else ""

    @property
    def path(self) -> str:
        """Where the link leads to, below the address of Jupyter's server; empty without one."""
        link = self._shared.link
        return self._services.sharing.path(link) if link else ""

    @property
    def url(self) -> str:
        """The link, whole where the address of Jupyter's server is known, else its path.

        It opens where that server can be reached, and only while that server offers this vault.
        """
        from datavault_jupyter.features.sharing.reach import server_url

        path = self.path
        return f"{server_url()}{path}" if path else ""

    @property
    def people(self) -> list[str]:
        """The identities of those on the list."""
        return [each.identity for each in self._shared.people]

    @property
    def openings(self) -> list[Opening]:
        """Who opened it, by which link, when last and how often; the latest first."""
        return list(self._shared.openings)

    @property
    def ends_at(self) -> datetime | None:
        """From when on the links open nothing; None is never."""
        link = self._shared.link
        return link.ends_at if link else None

    @property
    def can_export(self) -> bool:
        """Whether who opens it may export."""
        link = self._shared.link
        return link.can_export if link else True

    @property
    def hidden(self) -> tuple[str, ...]:
        """Columns that who opens it doesn't see."""
        link = self._shared.link
        return link.hidden if link else ()

    def add(self, people: str | Iterable[str], *, outsiders: bool = False) -> Share:
        """Put people on the list; the link is made if there is none.

        Args:
            people: Names, ids or addresses; in one text with commas between them.
            outsiders: Also those who are no members of the vault.

        Raises:
            NotConfirmed: some are no members. The others are on the list.
            BadName: some are no names. The others are on the list.

        >>> vault.settings.share_imported = True
        >>> vault["penguins"].share().add("ben@example.org", outsiders=True).people
        ['ben@example.org']
        """
        text = people if isinstance(people, str) else ",".join(people)
        made = self._services.sharing.add(self._record, text)
        if made.waiting and outsiders:
            self._services.sharing.add(self._record, "", made.waiting)
        elif made.waiting:
            raise NotConfirmed(
                f"No members of this vault: {wording.listing(list(made.waiting))}. They could "
                "read this dataset, nothing else.",
                hint="Let them in with outsiders=True.",
            )
        if made.bad:
            raise BadName(" ".join(each.problem for each in made.bad))
        return self

    def remove(self, person: str) -> Share:
        """Take somebody off the list; their personal link is dead."""
        self._services.sharing.remove(self._record, person)
        return self

    def public(self, *, confirm: bool = False) -> Share:
        """Let anybody who has the link read it, without signing in.

        Raises:
            NotConfirmed: without ``confirm=True``.
        """
        from datavault_jupyter.features.sharing.records import LinkKind

        self._services.sharing.create(self._record, LinkKind.PUBLIC, confirm=confirm)
        return self

    def restrict(self) -> Share:
        """Let in people of the list alone; the public link opens nothing any more, for good."""
        self._services.sharing.create(self._record)
        return self

    def personal(self, person: str) -> str:
        """A link for one person of the list, who needs not sign in. It is told this once.

        An earlier one of theirs is dead. Whoever has it reads the dataset in their name.
        """
        from datavault_jupyter.features.sharing.reach import server_url

        _, path = self._services.sharing.personal(self._record, person)
        return f"{server_url()}{path}"

    def change(
        self,
        *,
        ends: Ends = None,
        can_export: bool | None = None,
        hidden: Iterable[str] | None = None,
    ) -> Share:
        """Set what the links allow; what isn't given stays, but the end.

        Args:
            ends: A moment, a time from now, or a day as ``"2026-12-31"``; None is never.
            can_export: Whether who opens it may export.
            hidden: Columns they don't see, in no view and no export.
        """
        link = self._shared.link
        self._services.sharing.change(
            self._record,
            ends_at=_moment(ends),
            can_export=(link.can_export if link else True) if can_export is None else can_export,
            hidden=(link.hidden if link else ()) if hidden is None else tuple(hidden),
        )
        return self

    def revoke(self) -> None:
        """Take every link back: none opens anything any more, and new ones differ."""
        self._services.sharing.revoke(self._record)

    def __repr__(self) -> str:
        shared = self._shared
        link = f". {self.url}" if shared.link else ""
        first = f"{self._known.name}: {_said(shared)}{link}"
        return "\n".join((first, *(f"  {_line(each)}" for each in shared.people)))

    def _repr_html_(self) -> str:
        present, shared = now(), self._shared
        rows = [
            [
                html.Cell(each.display_name),
                html.Cell(each.identity),
                html.ago(each.opened_at, present) if each.opened_at else html.Cell("not yet"),
            ]
            for each in shared.people
        ]
        heads = [html.Head("Who"), html.Head("Signs in as"), html.Head("Opened")]
        body = html.table(heads, rows, label="People who can open it") if rows else ""
        # A link is for whom it is given to: a saved notebook keeps none.
        return html.frame(f"Share {self._known.name}", text=_said(shared), body=body)

    def _ipython_display_(self) -> None:
        live.show("share", self, self._still)

    def _still(self) -> dict[str, str]:
        plain = f"{self._known.name}: {_said(self._shared)}"
        return {"text/plain": plain, "text/html": self._repr_html_()}

    @property
    def name(self) -> str:
        """The dataset's name."""
        return self._known.name

    @property
    def id(self) -> str:
        """The dataset's id."""
        return self._known.id


class Sharing:
    """What a dataset can do to be read by others; a part of `Dataset`."""

    _services: Services

    @property
    def _record(self) -> DatasetRecord:
        raise NotImplementedError

    def share(
        self,
        people: str | Iterable[str] = (),
        *,
        mode: str = "",
        confirm: bool = False,
        outsiders: bool = False,
        ends: Ends = None,
        can_export: bool | None = None,
        hidden: Iterable[str] | None = None,
    ) -> Share:
        """Its links: shown as a panel, and set by what is given here.

        Without arguments nothing changes; a link is made when people, a mode or terms are given.

        Args:
            people: Who may open it: names, ids or addresses.
            mode: ``"restricted"`` to people of the list, who sign in, or ``"public"``.
            confirm: For ``"public"``: yes, anybody who has the link reads it.
            outsiders: Also people who are no members of the vault.
            ends: When the link ends: a moment, a time from now, or a day as ``"2026-12-31"``.
            can_export: Whether who opens it may export.
            hidden: Columns they don't see.

        Raises:
            NotAllowed: only who may change a dataset shares it.
            Refused: it has no pipeline, and ``vault.settings.share_imported`` is off.
            NotConfirmed: ``"public"``, or outsiders, without saying so.

        >>> vault.settings.share_imported = True
        >>> share = vault["penguins"].share(hidden=["body_mass_g"], can_export=False)
        >>> share.hidden, share.can_export
        (('body_mass_g',), False)
        """
        from datavault_jupyter.features.sharing.records import LinkKind

        made = Share(self._services, self._record)
        wanted = _mode(mode)
        has_terms = ends is not None or can_export is not None or hidden is not None
        service = self._services.sharing
        if wanted or has_terms or people:
            service.create_if_missing(self._record)
        # Before anybody new may open it.
        if has_terms:
            made.change(
                ends=ends if ends is not None else made.ends_at,
                can_export=can_export,
                hidden=hidden,
            )
        if wanted is LinkKind.PUBLIC:
            made.public(confirm=confirm)
        elif wanted is not None:
            made.restrict()
        return made.add(people, outsiders=outsiders) if people else made


def _mode(word: str) -> LinkKind | None:
    from datavault_jupyter.features.sharing.records import LinkKind

    known = {"": None, "restricted": LinkKind.RESTRICTED, "public": LinkKind.PUBLIC}
    if word not in known:
        raise BadArgument(f"{word!r} is no mode: restricted or public.", field="mode")
    return known[word]


def _moment(ends: Ends) -> datetime | None:
    if isinstance(ends, timedelta):
        return now() + ends
    if isinstance(ends, str):
        try:
            ends = datetime.fromisoformat(ends)
        except ValueError:
            raise BadArgument(
                f"{ends!r} is no day.", hint="Write it as 2026-12-31.", field="ends"
            ) from None
    if ends is None or ends.tzinfo:
        return ends
    return ends.replace(tzinfo=UTC)


def _said(shared: Shared) -> str:
    link = shared.link
    if link is None:
        return "not shared"
    is_public = link.mode == "public"
    people = wording.count(len(shared.people), "person", "people")
    ends = f", ends {wording.exact_time(link.ends_at)}" if link.ends_at else ""
    return f"{'anyone with the link' if is_public else people} can open it{ends}"


def _line(each: Listed) -> str:
    opened = f"opened {wording.exact_time(each.opened_at)}" if each.opened_at else "not opened yet"
    name = "" if each.display_name == each.identity else f"{each.display_name}, "
    return f"{name}{each.identity}: {opened}"
