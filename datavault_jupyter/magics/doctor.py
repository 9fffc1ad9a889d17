"""Verbs about the vault itself: where it is, how it is."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datavault_jupyter import __version__
from datavault_jupyter.base.wording import count
from datavault_jupyter.display import html, text
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Verb

if TYPE_CHECKING:
    from datavault_jupyter.vault import Vault


@dataclass(frozen=True, slots=True)
class Status:
    """The vault in brief.

    Attributes:
        facts: What there is to say, by name.
    """

    facts: dict[str, str]

    def __repr__(self) -> str:
        """One line a fact."""
        wide = max(map(text.width, self.facts))
        return "\n".join(
            f"{name}{' ' * (wide - text.width(name))}  {value}"
            for name, value in self.facts.items()
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        rows = [[html.Cell(name), html.Cell(value)] for name, value in self.facts.items()]
        table = html.table([html.Head("What"), html.Head("How it is")], rows, label="Status")
        return {"text/plain": repr(self), "text/html": html.frame("Vault", body=table)}


def status_of(vault: Vault) -> Status:
    """Where a vault is, who asks, and what is in it."""
    import importlib.metadata

    every, shown = _count(vault, archived=True), _count(vault, archived=False)
    datasets = count(shown, "dataset")
    if every > shown:
        datasets += f", {count(every - shown)} archived"
    versions = [f"datavault-jupyter {__version__}"]
    versions += [f"DuckDB {importlib.metadata.version('duckdb')}"]
    versions += [f"Python {platform.python_version()}"]
    return Status(
        {
            "Vault": str(vault.path),
            "You": _standing(vault),
            "Holds": f"{datasets}, {count(len(vault.projects.list()), 'project')}",
            "Versions": ", ".join(versions),
        }
    )


def _count(vault: Vault, *, archived: bool) -> int:
    # One is read and all are counted: a vault can have very many.
    return vault.datasets(archived=archived, limit=1).total_count


def _standing(vault: Vault) -> str:
    """Who asks, and their role."""
    role = vault.role
    return f"{vault.whoami}, {role.label if role else 'without a role'}"


def _no_options(_: Parser) -> None:
    """It has none of its own."""


def _status(call: Call) -> Any:
    return status_of(call.vault)


def _doctor_options(parser: Parser) -> None:
    parser.add_argument(
        "--verify", action="store_true", help="compare the checksum of every part, too"
    )
    parser.add_argument(
        "--no-mend", dest="mend", action="store_false", help="look only; leave leftovers"
    )


def _doctor(call: Call) -> Any:
    return call.vault.doctor(verify=call.options.verify, mend=call.options.mend)


STATUS = Verb(
    "status",
    "Which vault this is, who you are in it, and what it holds.",
    _no_options,
    _status,
    ("%vault status", "%vault status --vault team-vault"),
)
DOCTOR = Verb(
    "doctor",
    "How the vault is: versions, sizes, locks, leftovers; mends what is safe to mend.",
    _doctor_options,
    _doctor,
    ("%vault doctor --verify",),
)
