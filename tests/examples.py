"""How many examples a property is tried with."""

import os

_FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"


def examples(usual: int) -> int:
    """So many in the usual run, ten times as many where there is time for it.

    The usual run tries the same ones each time, so that more of them find nothing new.
    """
    return usual * 10 if _FULL else usual
