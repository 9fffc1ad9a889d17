"""How values are read, and which coefficient fits: conventions, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.features.analytics.records import Level

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.agreement.counting import Ratings

PERCENT = "percent"
KAPPA = "kappa"
ALPHA = "alpha"
ICC = "icc"
CONCORDANCE = "concordance"

# From the highest down: what a value of at least so much is called.
_STEPS: dict[str, tuple[tuple[float, str], ...]] = {
    KAPPA: (
        (0.81, "almost perfect"), (0.61, "substantial"), (0.41, "moderate"), (0.21, "fair"),
        (0.0, "slight"), (-2.0, "poor: below chance"),
    ),
    ALPHA: (
        (0.8, "reliable"), (0.667, "good enough for tentative conclusions only"),
        (-2.0, "too low to rely on"),
    ),
    ICC: (
        (0.9, "excellent"), (0.75, "good"), (0.5, "moderate"), (float("-inf"), "poor"),
    ),
    CONCORDANCE: (
        (0.9, "unusually strong"), (0.7, "strong"), (0.5, "moderate"), (0.3, "weak"),
        (-2.0, "very weak"),
    ),
}  # fmt: skip
_SOURCES = {
    KAPPA: "Landis and Koch 1977, Biometrics 33, 159-174",
    ALPHA: "Krippendorff 2019, Content Analysis, chapter 12",
    ICC: "Koo and Li 2016, Journal of Chiropractic Medicine 15, 155-163",
    CONCORDANCE: "Schmidt 1997, Decision Sciences 28, 763-774",
}


def read(kind: str, value: float | None) -> str:
    """What a value is called, and by whom.

    >>> read("alpha", 0.7)
    'Good enough for tentative conclusions only (Krippendorff 2019, Content Analysis, chapter 12).'
    """
    if value is None:
        return ""
    if kind == PERCENT:
        return "Not corrected for chance: read it beside a coefficient that is."
    # As tables of such steps are written: to two digits, 0.808 is 0.81.
    shown = value if kind in (ALPHA, ICC) else round(value, 2)
    word = next(word for least, word in _STEPS[kind] if shown >= least)
    return f"{word[0].upper()}{word[1:]} ({_SOURCES[kind]})."


@dataclass(frozen=True, slots=True)
class Proposal:
    """The coefficient that fits the ratings.

    Attributes:
        name: Of the coefficient.
        why: One sentence.
    """

    name: str
    why: str


def propose(ratings: Ratings, level: Level) -> Proposal:
    """The coefficient that fits, by level, number of raters and gaps."""
    counts = ratings.counts
    overlap = counts.overlap
    has_gaps = overlap.fewest_ratings < ratings.rater_count
    if level in (Level.INTERVAL, Level.RATIO) and counts.scale.scores is not None:
        if level is Level.INTERVAL and not has_gaps and counts.item_count > 1:
            return Proposal(
                "icc_2_1",
                "The answers are numbers and every rater rated every item: ICC(2,1) says how much "
                "of their variance is the items', for one rater out of many like these.",
            )
        return Proposal(
            "krippendorff_alpha",
            f"Krippendorff's α takes numbers at the {level} level"
            + (" and raters who left items out." if has_gaps else "."),
        )
    if level is Level.ORDINAL and counts.scale.places is not None and ratings.rater_count == 2:
        return Proposal(
            "cohen_kappa_quadratic",
            "Two raters and an ordered scale: quadratic weights count far misses more than near "
            "ones.",
        )
    if level is not Level.NOMINAL:
        return Proposal(
            "krippendorff_alpha",
            f"An {level} scale: Krippendorff's α knows the order"
            + (" and takes raters who left items out." if has_gaps else "."),
        )
    return _nominal(ratings, has_gaps=has_gaps)


def _nominal(ratings: Ratings, *, has_gaps: bool) -> Proposal:
    totals = ratings.counts.totals
    most = float(totals.max() / totals.sum()) if totals.sum() else 0.0
    if 0.9 <= most < 1:
        return Proposal(
            "gwet_ac1",
            f"{most:.0%} of the answers are the same one, where kappas fall although raters agree; "
            "AC1 does not (Gwet 2008).",
        )
    if has_gaps:
        return Proposal(
            "krippendorff_alpha",
            "Not every rater rated every item: Krippendorff's α takes gaps and any number of "
            "raters.",
        )
    if ratings.rater_count == 2:
        return Proposal(
            "cohen_kappa",
            "Two raters, categories without order, no gaps: the case Cohen's κ is made for.",
        )
    return Proposal(
        "fleiss_kappa",
        "Several raters, categories without order, no gaps: the case Fleiss' κ is made for.",
    )
