"""Where exports go that nobody named a path for: a folder of the vault, until they are fetched."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from datavault_jupyter.base.errors import BadName
from datavault_jupyter.base.ids import is_id, new_id
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

_PREFIX = "out"
_MAX_NAME_BYTES = 200
# Who asked for a file over HTTP has fetched it by then.
KEPT_S = 7 * 24 * 3600


def require_name(name: str) -> str:
    """The name as it may be a file's: one part, nothing that leads elsewhere.

    Raises:
        BadName: the name is a path, or can't be a file's name.

    >>> require_name("reviews (2).csv")
    'reviews (2).csv'
    """
    is_path = any(char in "/\\:" or char < " " for char in name) or name.startswith((".", "~"))
    fits = 0 < len(name.encode(errors="replace")) <= _MAX_NAME_BYTES and name == name.strip()
    if is_path or not fits:
        raise BadName(
            f"{name[:80]!r} can't be the name of an export.",
            hint="No slash, no colon, no dot at the beginning, at most 200 bytes.",
            field="path",
        )
    return name


def place(store: Store, name: str) -> Path:
    """A path in the vault for a file of this name; what was left there long ago is removed.

    Raises:
        BadName: the name is a path, or can't be a file's name.
    """
    require_name(name)
    sweep(store)
    folder = store.path("exports") / new_id(_PREFIX)
    with translated():
        folder.mkdir(mode=0o700)
    return folder / name


def is_inside(store: Store, path: str) -> bool:
    """Whether a file lies in the vault's own folder of exports."""
    folder = Path(path).parent
    return folder.parent == store.path("exports") and is_id(folder.name, _PREFIX)


def sweep(store: Store) -> None:
    """Remove what was left longer than it is kept, and folders whose file is gone."""
    for folder in store.path("exports").glob(f"{_PREFIX}_*"):
        if not is_id(folder.name, _PREFIX):
            continue
        try:
            changed = max(each.stat().st_mtime for each in (folder, *folder.iterdir()))
        except OSError:
            continue  # somebody else removes it at this moment
        if time.time() - changed > KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)
