"""Who descends from whom, and where two lines of versions meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


class Ancestry:
    """The parents of versions, across datasets.

    Args:
        parents: By version: what it was made from. Versions without are left out.

    >>> family = Ancestry({2: [1], 3: [1], 4: [2, 3], 5: [2, 3]})
    >>> family.nearest(family.of([4]), family.of([5]))
    [2, 3]
    """

    def __init__(self, parents: Mapping[int, Sequence[int]]) -> None:
        self._parents = parents

    def of(self, keys: Iterable[int]) -> frozenset[int]:
        """The ancestors of versions, and these themselves."""
        found: set[int] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting.extend(self._parents.get(key, ()))
        return frozenset(found)

    def nearest(self, left: frozenset[int], right: frozenset[int]) -> list[int]:
        """The best common ancestors: those that no other common ancestor descends from.

        Args:
            left: One side with all its ancestors; a merge in the making has those of its parents.
            right: The same of the other side.

        Returns:
            Their keys, oldest first; several where lines crossed; none for unrelated versions.
        """
        common = left & right
        above: set[int] = set()
        for key in common:
            above |= self.of(self._parents.get(key, ()))
        return sorted(common - above)
