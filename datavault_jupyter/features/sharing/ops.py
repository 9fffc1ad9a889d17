"""Questions about shares, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable

from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.sharing import mailing
from datavault_jupyter.features.sharing.reach import server_url
from datavault_jupyter.features.sharing.records import LinkKind, Shared
from datavault_jupyter.features.sharing.service import NEWS, SharingService
from datavault_jupyter.features.sharing.wire import (
    AddedToShare,
    BadShareEntry,
    PersonalLink,
    ShareArgs,
    SharedColumn,
    ShareModeArgs,
    ShareOpening,
    SharePeopleArgs,
    SharePerson,
    SharePersonArgs,
    ShareTermsArgs,
    Sheet,
)
from datavault_jupyter.protocol.operations import Call, operation


class SharingOps:
    """Wire operations on shares."""

    def __init__(self, service: Callable[[], SharingService], datasets: DatasetService) -> None:
        self._service = service
        self._datasets = datasets

    @operation("sharing.look")
    def look(self, args: ShareArgs, _call: Call) -> Sheet:
        """A dataset's links, its list of people, who opened it."""
        record = self._datasets.get(args.dataset_id)
        return self._sheet(record, self._service().look(record))

    @operation("sharing.create")
    def create(self, args: ShareModeArgs, call: Call) -> Sheet:
        """Make the link of a mode, unless it is there."""
        return self._to_mode(args, call)

    @operation("sharing.set_mode")
    def set_mode(self, args: ShareModeArgs, call: Call) -> Sheet:
        """Open the share to anybody, or to the people of the list alone."""
        return self._to_mode(args, call)

    @operation("sharing.add")
    def add(self, args: SharePeopleArgs, call: Call) -> AddedToShare:
        """Put people on the list; who is no member waits to be confirmed."""
        record = self._datasets.get(args.dataset_id)
        found = self._service().add(record, args.text, args.outsiders)
        sheet = self._sheet(record, self._service().look(record), found.notice)
        self._tell(call, record)
        bad = tuple(BadShareEntry(each.entry, each.problem) for each in found.bad)
        return AddedToShare(sheet, found.added, found.waiting, bad)

    @operation("sharing.remove")
    def remove(self, args: SharePersonArgs, call: Call) -> Sheet:
        """Take somebody off the list."""
        record = self._datasets.get(args.dataset_id)
        return self._changed(call, record, self._service().remove(record, args.person))

    @operation("sharing.change")
    def change(self, args: ShareTermsArgs, call: Call) -> Sheet:
        """Set what the links allow."""
        record = self._datasets.get(args.dataset_id)
        made = self._service().change(
            record, ends_at=args.ends_at, can_export=args.can_export, hidden=args.hidden
        )
        return self._changed(call, record, made)

    @operation("sharing.personal")
    def personal(self, args: SharePersonArgs, call: Call) -> PersonalLink:
        """Make a personal link for somebody on the list; it is told this once."""
        record = self._datasets.get(args.dataset_id)
        person, path = self._service().personal(record, args.person)
        sheet = self._changed(call, record, self._service().look(record))
        return PersonalLink(sheet, person, path)

    @operation("sharing.revoke")
    def revoke(self, args: ShareArgs, call: Call) -> Sheet:
        """Take every link back."""
        record = self._datasets.get(args.dataset_id)
        return self._changed(call, record, self._service().revoke(record))

    def _to_mode(self, args: ShareModeArgs, call: Call) -> Sheet:
        record = self._datasets.get(args.dataset_id)
        made = self._service().create(record, args.mode, confirm=args.is_confirmed)
        return self._changed(call, record, made)

    def _changed(self, call: Call, record: DatasetRecord, made: Shared) -> Sheet:
        self._tell(call, record)
        return self._sheet(record, made)

    @staticmethod
    def _tell(call: Call, record: DatasetRecord) -> None:
        call.tell(NEWS, {"dataset_id": record.id})

    def _sheet(self, record: DatasetRecord, made: Shared, notice: str = "") -> Sheet:
        service, link = self._service(), made.link
        refusal = service.refusal(record)
        path = service.path(link) if link else ""
        if link and not path:
            notice = "The key of this link is gone: switch it off and make a new one."
        names = {each.identity: each.display_name for each in made.people}
        hidden = set(link.hidden) if link else set()
        return Sheet(
            dataset_id=record.id,
            dataset_name=record.name,
            refusal=refusal,
            mode=link.mode if link else "",
            path=path,
            ends_at=link.ends_at if link else None,
            can_export=link.can_export if link else True,
            columns=tuple(
                SharedColumn(each.name, each.name in hidden)
                for each in self._datasets.columns(record)
            ),
            people=tuple(
                SharePerson(
                    id=each.person_id or each.identity,
                    name=each.display_name,
                    email=each.identity,
                    is_member=each.is_member,
                    opened_at=each.opened_at,
                    has_personal=each.has_personal,
                )
                for each in made.people
            ),
            openings=tuple(
                ShareOpening(names.get(each.who, each.who), each.link, each.at, each.count)
                for each in made.openings
            ),
            created_by=link.created_by if link else "",
            created_at=link.created_at if link else None,
            row_count=record.row_count,
            contributor_count=service.contributor_count(record),
            is_public_possible=not refusal or LinkKind.PUBLIC in made.links,
            server_url=server_url(),
            mailer=mailing.mailer(),
            notice=notice,
        )
