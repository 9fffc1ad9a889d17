"""The border where failures of the Hub and its client become ours, each with its own sentence.

Nothing of the foreign text is taken over: it may hold addresses with signatures in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from datavault_jupyter.base.errors import (
    HubBadId,
    HubBadToken,
    HubError,
    HubFailed,
    HubFileNotFound,
    HubGated,
    HubOffline,
    HubRateLimited,
    HubRepoNotFound,
    HubRevisionNotFound,
    HubTimeout,
    HubTruncated,
    HubUnreachable,
    VaultError,
)
from datavault_jupyter.base.wording import count

_RESET = re.compile(r";\s*r\s*=\s*0\s*;\s*t\s*=\s*(\d+)")
_SIGN_IN = "sign in here with: hf auth login"


@dataclass(frozen=True, slots=True)
class About:
    """What a question to the Hub is about, for the sentence when it fails.

    Attributes:
        endpoint: The Hub's address.
        repo_id: Of the dataset.
        revision: Of the dataset.
        path: Of a file in it.
        has_token: Whether a token goes along.
        timeout_s: How long an answer was waited for.
    """

    endpoint: str
    repo_id: str = ""
    revision: str = ""
    path: str = ""
    has_token: bool = False
    timeout_s: float = 10.0

    @property
    def url(self) -> str:
        """The page of the dataset."""
        return f"{self.endpoint}/datasets/{self.repo_id}" if self.repo_id else self.endpoint

    def file(self, path: str) -> About:
        """The same for a file."""
        return replace(self, path=path)


def from_response(status: int, headers: Mapping[str, str], about: About) -> HubError:
    """Our error for an answer that is a refusal."""
    code = headers.get("X-Error-Code", "")
    what = about.repo_id or "The Hub"
    if code == "GatedRepo":
        return _gated(about)
    if code == "RevisionNotFound":
        return HubRevisionNotFound(
            f"{what} has no revision {about.revision or 'main'!r}.", field="revision", url=about.url
        )
    if code == "EntryNotFound" or (status == 404 and about.path and code != "RepoNotFound"):
        return HubFileNotFound(f"{what} has no file {about.path!r}.", url=about.url)
    if status == 401 and (about.has_token and code != "RepoNotFound"):
        return HubBadToken("The Hub doesn't know the token that is stored here.", url=about.url)
    if code == "RepoNotFound" or (status in (401, 404) and about.repo_id):
        return _missing(about)
    if status in (401, 403):
        return HubBadToken(f"The Hub refuses this account ({status}).", url=about.url)
    if status == 429:
        return _limited(headers, about)
    if status == 400:
        return HubBadId(f"The Hub can't make sense of {about.repo_id or about.path!r}.")
    return HubFailed(f"The Hub failed at this with an error of its own ({status}).", url=about.url)


def _gated(about: About) -> HubError:
    hint = f"Accept them on {about.url}, then {_SIGN_IN}"
    if about.has_token:
        hint = f"This account hasn't been let in yet: accept them on {about.url}."
    return HubGated(
        f"{about.repo_id} is gated: its owner asks you to accept terms first.",
        hint=hint,
        url=about.url,
    )


def _missing(about: About) -> HubError:
    hint = "Check the id, or whether this account may see it."
    if not about.has_token:
        hint = f"Check the id; if it is private, {_SIGN_IN}"
    return HubRepoNotFound(
        f"{about.repo_id} is not on the Hub, or is private.",
        hint=hint,
        field="repo_id",
        url=about.url,
    )


def wait_of(headers: Mapping[str, str]) -> int | None:
    """How many seconds the Hub asks to wait."""
    found = _RESET.search(headers.get("RateLimit", ""))
    text = found[1] if found else headers.get("Retry-After", "").strip()
    return int(text) if text.isdigit() else None


def _limited(headers: Mapping[str, str], about: About) -> HubError:
    wait = wait_of(headers)
    when = f" for {count(wait, 'second')}" if wait else " for a while"
    hint = "Wait, then try again."
    if not about.has_token:
        hint = f"Wait, then try again; with an account the Hub allows more: {_SIGN_IN}"
    return HubRateLimited(
        f"The Hub takes no more questions from here{when}.",
        hint=hint,
        url=about.url,
        retry_after_s=wait,
    )


def from_network(error: BaseException, about: About) -> HubError | None:
    """Our error for one of the connection's; None for any other."""
    name = type(error).__name__
    known = {kind.__name__ for kind in type(error).__mro__}
    seconds = f"{about.timeout_s:g} second" + ("" if about.timeout_s == 1 else "s")
    if "TimeoutException" in known:
        where = "There was no connection" if name == "ConnectTimeout" else "It was silent"
        return HubTimeout(f"The Hub did not answer. {where} for {seconds}.", url=about.url)
    if name == "ConnectError" or "ProxyError" in known:
        return HubUnreachable(f"There is no connection to the Hub at {about.endpoint}.")
    if name == "RemoteProtocolError" and about.path:
        return HubTruncated(f"The Hub broke off in the middle of {about.path}.", url=about.url)
    if "TransportError" in known or "TooManyRedirects" in known or name == "InvalidURL":
        return HubUnreachable("The Hub broke off the connection before it had answered.")
    if "DecodingError" in known:
        return HubFailed("The Hub's answer can't be understood.")
    return None


def translated(error: BaseException, about: About) -> BaseException:
    """Our error for one of the client's; anything else as it is."""
    if isinstance(error, VaultError):
        return error
    known = {kind.__name__ for kind in type(error).__mro__}
    if "OfflineModeIsEnabled" in known:
        return HubOffline("The network is switched off here with HF_HUB_OFFLINE.")
    if known & {"HFValidationError", "HfUriError"}:
        return HubBadId(f"{about.repo_id!r} is no id of a dataset.", field="repo_id")
    response = getattr(error, "response", None)
    if "HfHubHTTPError" in known and response is not None:
        return from_response(response.status_code, response.headers, about)
    if "LocalTokenNotFoundError" in known:
        return HubBadToken("There is no token here.")
    network = from_network(error, about)
    if network is not None:
        return network
    if isinstance(error, (ValueError, KeyError, TypeError)):
        # An answer that isn't what the client expects; a mistake of ours would show in tests.
        return HubFailed("The Hub's answer can't be understood.", url=about.url)
    return error
