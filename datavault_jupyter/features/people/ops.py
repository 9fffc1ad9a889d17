"""Questions about people, as they come over the wire."""

from __future__ import annotations

from collections import defaultdict

from datavault_jupyter.access import NOWHERE, Action, Policy, Standing
from datavault_jupyter.features.people.records import AuditQuery, Invited, Person
from datavault_jupyter.features.people.service import PeopleService
from datavault_jupyter.features.people.wire import (
    AuditArgs,
    AuditLine,
    AuditPage,
    InviteArgs,
    InvitedPeople,
    InvitedPerson,
    ListedMembership,
    ListedPerson,
    Me,
    MeArgs,
    PeopleList,
    PeopleListArgs,
    RoleArgs,
)
from datavault_jupyter.features.people.words import event_words
from datavault_jupyter.protocol.operations import Call, operation

_MOST = 500


def told(outcomes: tuple[Invited, ...]) -> InvitedPeople:
    """What became of a list of people, for the wire."""
    return InvitedPeople(
        tuple(InvitedPerson(each.name, each.outcome, each.role, each.reason) for each in outcomes)
    )


class PeopleOps:
    """People, their roles, and what was done."""

    def __init__(self, service: PeopleService, policy: Policy, person: Person) -> None:
        self._service = service
        self._policy = policy
        self._person = person

    @operation("people.me")
    def me(self, _args: MeArgs, _call: Call) -> Me:
        """Who asks, and what they may do in the vault at large."""
        may = self._policy.allows
        role = self._policy.org_role()
        return Me(
            self._person.identity,
            self._person.display_name,
            role.label if role else "",
            may(Action.PEOPLE_VIEW),
            may(Action.PEOPLE_EDIT),
            may(Action.AUDIT_VIEW),
            may(Action.PROJECT_CREATE),
            self._policy.standing(NOWHERE) is Standing.SYS_ADMIN,
        )

    @operation("people.list")
    def list(self, _args: PeopleListArgs, _call: Call) -> PeopleList:
        """Everybody the vault knows, with their role and projects."""
        projects = defaultdict(list)
        for each in self._service.memberships():
            projects[each.person_key].append(ListedMembership(each.project, each.role.label))
        return PeopleList(
            tuple(
                ListedPerson(
                    each.id, each.identity, each.display_name, each.role or "",
                    tuple(projects[each.key]),
                )
                for each in self._service.list()
            )
        )  # fmt: skip

    @operation("people.invite")
    def invite(self, args: InviteArgs, _call: Call) -> InvitedPeople:
        """Give everybody of a list a role in the vault."""
        return told(self._service.invite(args.people, args.role))

    @operation("people.set_role")
    def set_role(self, args: RoleArgs, _call: Call) -> None:
        """Change somebody's role in the vault, or take it away."""
        self._service.set_role(args.identity, args.role or None)

    @operation("people.audit")
    def audit(self, args: AuditArgs, _call: Call) -> AuditPage:
        """What was done and matches, newest first."""
        wanted = AuditQuery(args.actor, args.kind, args.search, args.since, args.until, args.before)
        entries, total = self._service.audit_page(wanted, limit=max(1, min(args.limit, _MOST)))
        return AuditPage(
            tuple(
                AuditLine(
                    each.key,
                    each.at,
                    each.actor,
                    each.action.partition(".")[0],
                    each.resource,
                    each.resource_name,
                    event_words(each),
                )
                for each in entries
            ),
            total,
            () if args.before else tuple(self._service.audit_actors()),
        )
