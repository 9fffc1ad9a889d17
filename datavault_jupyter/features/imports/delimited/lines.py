"""Which line of the file a line of its copy is, after some were left out."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lines:
    """Where lines are missing from a copy.

    Attributes:
        starts: Lines of the copy, from each of which on the count differs, rising.
        surpluses: How many lines more the file has up to there, one for each start.
        before: The same for the file that this one is a copy of, when that is a copy itself.
    """

    starts: tuple[int, ...] = ()
    surpluses: tuple[int, ...] = ()
    before: Lines | None = None

    def of_file(self, line: int) -> int:
        """The line of the file that a line of the copy is, both counted from 1.

        >>> Lines((3,), (2,)).of_file(2), Lines((3,), (2,)).of_file(3)
        (2, 5)
        """
        at = bisect_right(self.starts, line)
        found = line + (self.surpluses[at - 1] if at else 0)
        return self.before.of_file(found) if self.before else found


UNCHANGED = Lines()
