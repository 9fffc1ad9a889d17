"""The root of the tree in ``errors.py``."""

from __future__ import annotations


class VaultError(Exception):
    """The root of all errors of the vault.

    Args:
        message: What happened, as one sentence.
        hint: What to do now; the class has a default.
        field: The argument, column or line that is meant, when there is one.

    >>> from datavault_jupyter.base.errors import NameTaken
    >>> error = NameTaken("A dataset named 'reviews' exists.")
    >>> error.code, error.retryable
    ('name_taken', False)
    """

    code = "vault_error"
    hint = ""
    retryable = False

    def __init__(self, message: str, *, hint: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        if hint is not None:
            self.hint = hint

    def __str__(self) -> str:
        """The sentence, then the way out."""
        return f"{self.message} {self.hint}".strip()

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show two lines instead of a stack of our insides."""
        return [f"{type(self).__name__}: {self.message}", *([self.hint] if self.hint else [])]
