"""What becomes of each part in a merge, told from the lists alone: no row is read here."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

from datavault_jupyter.features.lineage.merging.records import Bit, Plan, Seen, Side
from datavault_jupyter.storage.columns import Columns

_Ident = tuple[str, object]


def plan(base: Side | None, left: Side, right: Side, target: Columns) -> Plan:
    """Which parts stay, are new, are gone.

    Of a part, the merge has as many as the first side and the second have together, less those of
    the ancestor. A part that both sides list but no ancestor does came to both from a version that
    was deleted since, so it counts as the ancestor's. (Unless the ancestor is itself a merge in the
    making: then it may hold the part's rows in another form.)
    """
    of_left, of_right = Seen(left, target), Seen(right, target)
    of_base = Seen(base or Side("", target, ()), target)
    l, r = of_left.counted, of_right.counted  # noqa: E741 - left and right
    ancestral = of_base.counted
    if all(piece.key is not None for piece in of_base.side.pieces):
        ancestral |= l & r
    result = l + r
    result.subtract(ancestral)
    kept_count = l & r & ancestral
    bits = {
        ident: Bit(piece, seen.side.columns, 0, seen.is_listable and piece.key is not None)
        for seen in (of_base, of_right, of_left)
        for ident, piece in zip(seen.idents, seen.side.pieces, strict=True)
    }
    places = _places(of_base, of_left, of_right)
    kept: list[Bit] = []
    mine: list[Bit] = []
    theirs: list[Bit] = []
    for place, ident in enumerate(places):
        there = bits[ident]
        bit = Bit(there.piece, there.columns, place, there.can_be_listed)
        spare = max(result[ident], 0)
        shared = min(kept_count[ident], spare)
        kept += [bit] * shared
        (mine if ident in l else theirs).extend([bit] * (spare - shared))

    def of(counted: Counter[_Ident]) -> tuple[Bit, ...]:
        return tuple(bits[ident] for ident in counted.elements())

    replaced = ancestral - kept_count
    return Plan(
        tuple(kept),
        tuple(mine),
        tuple(theirs),
        gone=of(Counter({ident: -n for ident, n in result.items() if n < 0})),
        replaced=of(replaced),
        left_stayed=of((l - kept_count) & replaced),
        right_stayed=of((r - kept_count) & replaced),
    )


def _places(base: Seen, left: Seen, right: Seen) -> list[_Ident]:
    """All parts once, in the order of the merge.

    The first side's order; what the second side wrote in the place of an ancestor's part stands
    where that part is, and what it appended stands behind everything.
    """
    order = list(dict.fromkeys(left.idents))
    known = set(order)
    before: dict[_Ident, list[_Ident]] = {}
    behind: list[_Ident] = []
    was, now = list(base.idents), list(right.idents)
    for word, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if word in ("equal", "delete"):
            continue
        for at, ident in enumerate(now[j1:j2]):
            if ident in known:
                continue
            anchor = was[i1 + at] if i1 + at < i2 else None
            if anchor is not None:
                before.setdefault(anchor, []).append(ident)
            else:
                behind.append(ident)
    made: list[_Ident] = []
    for ident in order:
        made += [*before.pop(ident, []), ident]
    for rest in before.values():
        made += rest
    # Also what only equal runs of the second side hold: parts that the first one dropped.
    return list(dict.fromkeys([*made, *behind, *now, *was]))
