"""Comparing parts on disk with what the catalogue says of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from datavault_jupyter.features.lineage.records import Verified
from datavault_jupyter.features.versions.queries import PartCheck
from datavault_jupyter.storage.parts import sha256_of
from datavault_jupyter.storage.store import Store


def verified(store: Store, listed: Sequence[PartCheck], *, has_hash: bool) -> list[Verified]:
    """What is wrong with each part, in the order of the list.

    Args:
        store: The vault.
        listed: The parts.
        has_hash: Compare checksums, too; else sizes only.
    """
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(lambda each: _one(store, each, has_hash=has_hash), listed))


def _one(store: Store, part: PartCheck, *, has_hash: bool) -> Verified:
    place = store.path(part.path)
    try:
        size = place.stat().st_size
        if size != part.byte_count:
            problem = f"It has {size:,} bytes instead of {part.byte_count:,}."
        elif has_hash and sha256_of(place) != part.sha256:
            problem = "Its checksum is another."
        else:
            problem = ""
    except FileNotFoundError:
        problem = "It is missing."
    except OSError as error:
        problem = f"It can't be read: {error.strerror}."
    return Verified(part.path, part.byte_count, problem)
