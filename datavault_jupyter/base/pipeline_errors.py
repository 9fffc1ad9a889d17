"""The branch of the tree in ``errors.py`` that grows around pipelines and their tasks."""

from __future__ import annotations

from datavault_jupyter.base.vault_error import VaultError


class BadDefinition(VaultError, ValueError):
    """A pipeline can't work as it is defined; ``field`` names the node."""

    code = "bad_definition"


class DefinitionChanged(VaultError):
    """Somebody else changed the definition meanwhile; nothing was written."""

    code = "definition_changed"
    hint = "Load it as it is now, and make your changes again."


class BadAnswer(VaultError, ValueError):
    """A value doesn't fit its field of the form; ``field`` names it."""

    code = "bad_answer"


class ClaimLost(VaultError):
    """Work that was claimed is no longer with who claimed it; nothing was handed in."""

    code = "claim_lost"
    hint = "Claim a task again: this one was released, or went to somebody else."
