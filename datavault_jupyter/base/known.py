"""A few results worth keeping."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any


class Known(OrderedDict[Hashable, Any]):
    """A few results worth keeping, used from several threads; the oldest go first.

    >>> known = Known(most=2)
    >>> for number in (1, 2, 3):
    ...     known.keep(number, number * number)
    >>> known.kept(1) is None, known.kept(3)
    (True, 9)
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._lock = threading.Lock()

    def kept(self, key: Hashable) -> Any:
        """What is known under a key, or None."""
        with self._lock:
            if key in self:
                self.move_to_end(key)
            return self.get(key)

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep a result."""
        with self._lock:
            self[key] = value
            while len(self) > self._most:
                self.popitem(last=False)
