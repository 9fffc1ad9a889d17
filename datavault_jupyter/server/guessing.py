"""How often somebody may come with a link that opens nothing."""

from __future__ import annotations

import hashlib
import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from datavault_jupyter.server.refusals import TooManyGuesses

# Wrong links at once, and how many more a second. Nobody finds one of 2**256 by trying; this keeps
# trying from being a load.
MOST_EACH, EACH_PER_S = 20, 1 / 6
MOST_OVERALL, OVERALL_PER_S = 300, 5.0
_MOST_KEPT = 4096
_KNOWN_S = 3600.0


class _Allowance:
    """So many at once, and so many more a second."""

    __slots__ = ("_at", "_left", "_most", "_per_s")

    def __init__(self, most: float, per_s: float, at: float) -> None:
        self._most, self._per_s, self._at, self._left = most, per_s, at, most

    def left(self, at: float) -> float:
        """How many there may be now."""
        self._left = min(self._most, self._left + (at - self._at) * self._per_s)
        self._at = at
        return self._left

    def take(self, at: float) -> None:
        """One of them was."""
        self._left = max(0.0, self.left(at) - 1)


class Guesses:
    """Counts links that opened nothing, by address and in all.

    Who comes from an address with too many of them is told to wait, whether or not the link is
    right, so that the answer tells nothing. Only who has opened that very link from that address
    within the hour goes on: others' guessing shuts nobody out who reads already.

    Args:
        clock: Seconds that only grow.

    >>> guesses = Guesses(clock=lambda: 0.0)
    >>> for _ in range(MOST_EACH):
    ...     guesses.missed("10.0.0.1")
    >>> guesses.require("10.0.0.2", "x")
    >>> guesses.require("10.0.0.1", "x")
    Traceback (most recent call last):
    datavault_jupyter.server.refusals.TooManyGuesses: Too many links ...
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._overall = _Allowance(MOST_OVERALL, OVERALL_PER_S, clock())
        self._each: OrderedDict[str, _Allowance] = OrderedDict()
        self._known: OrderedDict[tuple[str, str], float] = OrderedDict()

    def require(self, address: str, token: str) -> None:
        """Refuse where too many links opened nothing.

        Raises:
            TooManyGuesses: from this address, or from all together.
        """
        place, at = _place(address), self._clock()
        with self._lock:
            opened_at = self._known.get((place, _digest(token)))
            if opened_at is not None and at - opened_at < _KNOWN_S:
                return
            each = self._each.get(place)
            is_each = each is not None and each.left(at) < 1
            if is_each or self._overall.left(at) < 1:
                raise TooManyGuesses("Too many links that open nothing were tried from here.")

    def missed(self, address: str) -> None:
        """Count a link that opened nothing."""
        place, at = _place(address), self._clock()
        with self._lock:
            each = self._each.pop(place, None) or _Allowance(MOST_EACH, EACH_PER_S, at)
            each.take(at)
            self._overall.take(at)
            self._each[place] = each
            while len(self._each) > _MOST_KEPT:
                self._each.popitem(last=False)

    def opened(self, address: str, token: str) -> None:
        """Remember that a link opened something."""
        key = _place(address), _digest(token)
        with self._lock:
            self._known.pop(key, None)
            self._known[key] = self._clock()
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _place(address: str) -> str:
    """Where somebody comes from; of IPv6 the network, of which one household has all addresses.

    >>> _place("2001:db8::1") == _place("2001:db8::2"), _place("10.0.0.1"), _place("")
    (True, '10.0.0.1', '')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
