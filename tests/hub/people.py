"""Who may ask: each has a token; whoever has another one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.hub.requests import Refusal, Request


@dataclass(frozen=True)
class Person:
    """Somebody with a token; `orgs` are the namespaces whose repositories they own."""

    name: str
    orgs: tuple[str, ...] = ()
    granted: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        return f"hf_{self.name}{'0' * 30}"

    def facts(self) -> dict[str, Any]:
        """What whoami says."""
        return {
            "type": "user",
            "id": self.name.encode().hex(),
            "name": self.name,
            "fullname": self.name.title(),
            "email": f"{self.name}@example.org",
            "emailVerified": True,
            "isPro": False,
            "canPay": False,
            "avatarUrl": f"/avatars/{self.name}.svg",
            "orgs": [{"type": "org", "name": org, "roleInOrg": "admin"} for org in self.orgs],
            "auth": {
                "type": "access_token",
                "accessToken": {"displayName": "tests", "role": "write"},
            },
        }


OWNER = Person("owner", orgs=("birds",))
# Was let into the gated datasets, owns none.
MEMBER = Person("member", granted=("birds/gated", "birds/gated-auto"))
STRANGER = Person("stranger")
BAD = Person("bad")  # nobody: its token was revoked
PEOPLE = (OWNER, MEMBER, STRANGER)
TOKENS = {person.token: person for person in PEOPLE}


def token_of(name: str) -> str:
    """The token of ``owner``, ``member``, ``stranger``, or of nobody: ``bad``."""
    found = {person.name: person.token for person in (*PEOPLE, BAD)}
    return found[name]


def who_asks(request: Request) -> Person | None:
    """The person behind a request; None without a token.

    Raises:
        Refusal: 401 for a token that is nobody's.
    """
    if request.token is None:
        return None
    if request.token not in TOKENS:
        raise Refusal(401, None, "Invalid credentials in Authorization header")
    return TOKENS[request.token]
