"""Telling people that something was shared with them, where somebody has installed a way to.

A mailer is a callable that a package offers under the entry point ``datavault_jupyter.mailers``:
``send(to, subject, text)``. Without one nothing is sent, and nobody is told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from datavault_jupyter.base.wording import listing

GROUP = "datavault_jupyter.mailers"
Send = Callable[[str, str, str], object]


@cache
def _installed() -> EntryPoint | None:
    return next(iter(entry_points(group=GROUP)), None)


def mailer() -> str:
    """The name of the mailer that is installed; empty where none is."""
    found = _installed()
    return found.name if found else ""


def told(people: Sequence[str], dataset: str, by: str) -> str:
    """Tell people, and say what came of it; empty where there was nobody to tell.

    Args:
        people: Their identities; those without an address are not written to.
        dataset: The dataset's name.
        by: Who shares it.
    """
    if not people:
        return ""
    found = _installed()
    addresses = [each for each in people if "@" in each]
    can = f"{listing(list(people))} can open it now"
    if found is None or not addresses:
        return f"{can}. No e-mail is sent."
    failed = _send(found, addresses, dataset, by)
    if failed:
        return f"{can}. The e-mail to {listing(failed)} could not be sent."
    return f"{can}. {found.name} was given an e-mail for {listing(addresses)}."


def _send(found: EntryPoint, addresses: Sequence[str], dataset: str, by: str) -> list[str]:
    subject = f"{by} shared the dataset {dataset} with you"
    text = f"{subject}. Ask {by} for the link."
    failed = []
    for each in addresses:
        try:
            send: Send = found.load()
            send(each, subject, text)
        except Exception:  # noqa: BLE001 - a mailer of somebody else can raise anything
            failed.append(each)
    return failed
