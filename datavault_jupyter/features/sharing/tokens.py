"""The secrets of links: 256 bits each, of which the catalogue keeps a digest only.

A link is shown again whenever somebody asks for it, so its token is not drawn but derived: HMAC
(RFC 2104) with SHA-256 of the link's id, under a key that lies in a file of its own. Whoever reads
the catalogue alone learns no token. A personal token is drawn, shown once and never again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from datavault_jupyter.base.errors import CannotWrite
from datavault_jupyter.storage.store import Store

KEY_FILE = "share.key"
_KEY_BYTES = 32
_TOKEN_LENGTH = 43  # 32 bytes in base64 without padding


def _encoded(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def key_of(store: Store) -> bytes:
    """The key of a vault's links, made when it is first needed.

    Raises:
        CannotWrite: the file can't be made or read.
    """
    path = store.path(KEY_FILE)
    try:
        return _read(path) or _made(path)
    except OSError as error:
        raise CannotWrite(
            f"The key of this vault's links, {KEY_FILE}, can't be used: {error.strerror}."
        ) from error


def _read(path: Path) -> bytes:
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return b""
    return found if len(found) == _KEY_BYTES else b""


def _made(path: Path) -> bytes:
    # Whole or not at all: another kernel that makes one at the same time wins or loses.
    drawn = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(drawn)
        except OSError:
            # There is one now, or the file system knows no links; a key that was cut is none.
            if not _read(path):
                drawn.replace(path)
    finally:
        drawn.unlink(missing_ok=True)
    return _read(path)


def derived(key: bytes, link_id: str) -> str:
    """The token of a link.

    >>> derived(b"k" * 32, "shr_1") == derived(b"k" * 32, "shr_1")
    True
    >>> len(derived(b"k" * 32, "shr_1"))
    43
    """
    return _encoded(hmac.new(key, link_id.encode(), hashlib.sha256).digest())


def drawn() -> str:
    """A new token for one person.

    >>> drawn() == drawn()
    False
    """
    return _encoded(secrets.token_bytes(_KEY_BYTES))


def digest(token: str) -> str:
    """What is kept of a token.

    >>> digest("abc") == digest("abd"), len(digest("abc"))
    (False, 64)
    """
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def is_token(text: str) -> bool:
    """Whether a text has the form of a token.

    >>> is_token(drawn()), is_token("../x")
    (True, False)
    """
    return len(text) == _TOKEN_LENGTH and text.replace("-", "").replace("_", "").isalnum()


def same(one: str, other: str) -> bool:
    """Compare two digests in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one, other)
