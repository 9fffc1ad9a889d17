"""The rules of the tests' server: names come in a header, `guest` may only read."""

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import RequestHandler

from datavault_jupyter.server import guessing


class Names(IdentityProvider):
    """Whoever has the token says who they are."""

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)
        # On a slow machine some guesses would be given back before a test has used up all.
        guessing.EACH_PER_S = 0.0

    async def _get_user(self, handler: RequestHandler) -> User | None:
        found = await super()._get_user(handler)
        name = handler.request.headers.get("X-Test-User", "")
        return User(name) if found and name else found


class ReadersAndWriters(Authorizer):
    """`guest` reads, `nobody` does not even that."""

    def is_authorized(
        self, handler: JupyterHandler, user: User, action: str, resource: str
    ) -> bool:
        if resource != "datavault":
            return True
        return user.username != "nobody" and (user.username != "guest" or action == "read")
