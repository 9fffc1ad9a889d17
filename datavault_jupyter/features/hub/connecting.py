"""The way to the Hub: its own client, with timeouts, a way to stop, and no traces of the token.

Nothing of the client is imported before the first question. Its session is shared by everything
in the kernel, so our rules hold only while we ask; what others ask goes through unchanged.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar, cast

from datavault_jupyter.base.errors import (
    Cancelled,
    HubFailed,
    HubRateLimited,
    HubTruncated,
    HubUnreachable,
    VaultError,
)
from datavault_jupyter.features.hub import failures
from datavault_jupyter.features.hub.failures import About
from datavault_jupyter.features.hub.settings import HubSettings

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub import HfApi

T = TypeVar("T")
_LOOK_EVERY_S = 0.05
_CANCELLED = "The question was withdrawn."
_QUIET = "HF_HUB_DISABLE_TELEMETRY"
_HARNESSES = "/api/agent-harnesses"


class Line:
    """A way to the Hub for one use case: asks, waits, tries again, and can be stopped.

    Args:
        settings: Where the Hub is, and how long to wait for it.
    """

    def __init__(self, settings: HubSettings) -> None:
        self.settings = settings
        self._stopped = threading.Event()
        self._api: HfApi | None = None

    def __repr__(self) -> str:
        """Without anything that could give a token away."""
        return f"<Line to {self.settings.endpoint}>"

    def stop(self) -> None:
        """End what is asked now, and whatever would be asked next."""
        self._stopped.set()

    def check(self) -> None:
        """Refuse to go on when stopped.

        Raises:
            Cancelled: it was.
        """
        if self._stopped.is_set():
            raise Cancelled(_CANCELLED)

    @property
    def api(self) -> HfApi:
        """The Hub's client; the token is read where the standard login keeps it, on each call."""
        if self._api is None:
            self._api = _client_library().HfApi(endpoint=self.settings.endpoint)
        return self._api

    @property
    def session(self) -> httpx2.Client:
        """The client's connections, for questions that it has no method for; use within `ask`."""
        return cast("httpx2.Client", _client_library().utils.get_session())

    def about(self, repo_id: str = "", revision: str = "", path: str = "") -> About:
        """What a question is about."""
        return About(
            self.settings.endpoint,
            repo_id,
            revision,
            path,
            has_token=self.has_token,
            timeout_s=self.settings.timeout_s,
        )

    @property
    def has_token(self) -> bool:
        """Whether a token goes along with questions."""
        try:
            return "authorization" in self.headers()
        except (OSError, ValueError):
            return False

    @property
    def is_offline(self) -> bool:
        """Whether the network was switched off for the client."""
        return bool(_client_library().constants.is_offline_mode())

    def headers(self) -> dict[str, str]:
        """What goes along with a question; holds the token, so it is for sending only."""
        return dict(_client_library().utils.build_hf_headers(library_name="datavault-jupyter"))

    def ask(self, about: About, question: Callable[[HfApi], T]) -> T:
        """Ask the Hub, again when it failed for a moment.

        Args:
            about: For the sentence when it fails.
            question: Asks the client; it runs in a thread of its own.

        Raises:
            HubError: it failed; each failure has a class and a sentence.
            Cancelled: the line was stopped.
        """
        wait = self.settings.first_wait_s
        for left in range(self.settings.tries - 1, -1, -1):
            try:
                return self._once(about, lambda: question(self.api))
            except (HubFailed, HubRateLimited, HubTruncated, HubUnreachable) as error:
                asked = error.retry_after_s
                pause = wait if asked is None else float(asked)
                is_final = isinstance(error, HubUnreachable) and "no connection" in error.message
                if not left or is_final or pause > self.settings.most_wait_s:
                    raise
            self.pause(pause)
            wait *= 2
        raise AssertionError  # the last try returns or raises

    def pause(self, seconds: float) -> None:
        """Wait, unless stopped.

        Raises:
            Cancelled: the line was stopped.
        """
        if self._stopped.wait(seconds):
            raise Cancelled(_CANCELLED)

    def _once(self, about: About, work: Callable[[], T]) -> T:
        """Work in a thread that is left alone when the line is stopped."""
        self.check()
        made: list[T] = []
        wrong: list[BaseException] = []
        ended = threading.Event()

        def run() -> None:
            token = _asking.set(_Asking(self, about))
            try:
                _guard(_client_library().utils.get_session())
                made.append(work())
            except BaseException as error:  # noqa: BLE001 - raised by the thread that waits
                wrong.append(error)
            finally:
                _asking.reset(token)
                ended.set()

        threading.Thread(target=run, name="datavault-hub", daemon=True).start()
        try:
            while not ended.wait(_LOOK_EVERY_S):
                self.check()
        except BaseException:
            # Interrupted: what the thread is at must not go on for nobody.
            self.stop()
            raise
        if wrong:
            # Outside the handler: no foreign error hangs on, whose request has the token.
            error = failures.translated(wrong.pop(), about)
            if isinstance(error, VaultError):
                error.__cause__ = error.__context__ = None
            raise error
        return made[0]


class _Asking:
    """What a request that goes out now has to keep to."""

    def __init__(self, line: Line, about: About) -> None:
        self._line = line
        self._about = about

    def send(
        self, plain: Callable[..., httpx2.Response], request: httpx2.Request, options: Any
    ) -> httpx2.Response:
        """Send it with a timeout; what the client would try again for half a minute is raised."""
        import httpx2

        self._line.check()
        if request.url.path.endswith(_HARNESSES):
            raise httpx2.ConnectError("not asked", request=request)
        most = self._line.settings.timeout_s
        given = request.extensions.get("timeout") or {}
        request.extensions["timeout"] = {
            key: min(given.get(key) or most, most) for key in ("connect", "read", "write", "pool")
        }
        error: BaseException | None
        try:
            response = plain(request, **options)
        except httpx2.HTTPError as foreign:
            error = failures.from_network(foreign, self._about)
            if error is None:
                raise
        else:
            if response.status_code != 429 and response.status_code < 500:
                return response
            response.close()
            error = failures.from_response(response.status_code, response.headers, self._about)
        raise error


_asking: ContextVar[_Asking | None] = ContextVar("datavault_hub", default=None)
_loading = threading.Lock()


def _guard(session: httpx2.Client) -> None:
    """Let requests of ours pass by our rules; once for each session."""
    with _loading:
        if getattr(session, "is_guarded_by_datavault", False):
            return
        plain = session.send

        def send(request: httpx2.Request, **options: Any) -> httpx2.Response:
            asking = _asking.get()
            return asking.send(plain, request, options) if asking else plain(request, **options)

        # On the object: a factory that the user has set for a proxy stays in force.
        cast("Any", session).send = send
        cast("Any", session).is_guarded_by_datavault = True


def _client_library() -> Any:
    """The client's package, imported when first needed, without its own statistics."""
    loaded = sys.modules.get("huggingface_hub")
    if loaded is not None and hasattr(loaded, "utils"):
        return loaded
    with _loading:
        before = os.environ.get(_QUIET)
        os.environ[_QUIET] = "1"
        try:
            import huggingface_hub
            import huggingface_hub.utils
        finally:
            if before is None:
                del os.environ[_QUIET]
            else:
                os.environ[_QUIET] = before
    return huggingface_hub
