"""The branch of the tree in ``errors.py`` that grows around the Hugging Face Hub."""

from __future__ import annotations

from datavault_jupyter.base.vault_error import VaultError


class HubError(VaultError):
    """The Hugging Face Hub gave nothing; the vault is as it was.

    Args:
        message: What happened, as one sentence; never with a token.
        hint: What to do now; the class has a default.
        field: The argument that is meant, when there is one.
        url: The page where something can be done about it.
        retry_after_s: When to ask again, where the Hub said so.
    """

    code = "hub_error"

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        field: str | None = None,
        url: str = "",
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(message, hint=hint, field=field)
        self.url = url
        self.retry_after_s = retry_after_s


class HubGated(HubError):
    """The owner asks to accept terms first."""

    code = "hub_gated"
    hint = "Accept the terms on the dataset's page, then sign in here with: hf auth login"


class HubRepoNotFound(HubError):
    """The Hub shows no dataset with that id to this account."""

    code = "hub_repo_not_found"
    hint = "Check the id; if the dataset is private, sign in with: hf auth login"


class HubBadToken(HubError):
    """The Hub doesn't know the token, or the token may not do this."""

    code = "hub_bad_token"
    hint = "Sign in again with: hf auth login"


class HubRevisionNotFound(HubError):
    """The dataset has no branch, tag or commit of that name."""

    code = "hub_revision_not_found"
    hint = "Name none for the newest."


class HubFileNotFound(HubError):
    """The dataset has no such file at that commit."""

    code = "hub_file_not_found"
    hint = "Look at what there is with vault.hub.configure(…)."


class HubBadId(HubError, ValueError):
    """The text can't be the id of a dataset on the Hub."""

    code = "hub_bad_id"
    hint = "An id looks like owner/name."


class HubBadCard(HubError):
    """The dataset's card can't be read, or contradicts itself."""

    code = "hub_bad_card"
    hint = "Tell its owner, or ask for an older revision."


class HubNoData(HubError):
    """The dataset has no files that can be imported."""

    code = "hub_no_data"
    hint = "Parquet, CSV, TSV, JSON and NDJSON files can be imported."


class HubChoice(HubError, ValueError):
    """One of several has to be chosen, or what was chosen isn't there."""

    code = "hub_choice"


class HubOffline(HubError):
    """The network was switched off with HF_HUB_OFFLINE."""

    code = "hub_offline"
    hint = "Unset HF_HUB_OFFLINE and restart the kernel; datasets in the vault work as before."


class HubUnreachable(HubError):
    """There is no connection to the Hub."""

    code = "hub_unreachable"
    hint = "Check the network, then try again; datasets in the vault work as before."
    retryable = True


class HubTimeout(HubError):
    """The Hub did not answer in time."""

    code = "hub_timeout"
    hint = "Try again; datasets in the vault work as before."
    retryable = True


class HubRateLimited(HubError):
    """The Hub takes no more questions for a while."""

    code = "hub_rate_limited"
    hint = "Wait, then try again; with an account the Hub allows more."
    retryable = True


class HubFailed(HubError):
    """The Hub answered with a failure of its own."""

    code = "hub_failed"
    hint = "Try again later."
    retryable = True


class HubTruncated(HubError):
    """The Hub sent less than it had announced."""

    code = "hub_truncated"
    hint = "Try again; what has arrived whole is kept."
    retryable = True


class HubCorrupt(HubError):
    """The Hub sent other bytes than it had announced."""

    code = "hub_corrupt"
    hint = "Try again; nothing of the damaged file was kept."
    retryable = True
