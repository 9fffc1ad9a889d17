"""The rules of the tests' server: names come in a header, `guest` may only read."""

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User


class Names(IdentityProvider):
    """Whoever has the token says who they are."""

    async def _get_user(self, handler):  # type: ignore[no-untyped-def]
        found = await super()._get_user(handler)
        name = handler.request.headers.get("X-Test-User", "")
        return User(name) if found and name else found


class ReadersAndWriters(Authorizer):
    """`guest` reads, `nobody` does not even that."""

    def is_authorized(self, handler, user, action, resource):  # type: ignore[no-untyped-def]
        if resource != "datavault":
            return True
        return user.username != "nobody" and (user.username != "guest" or action == "read")
