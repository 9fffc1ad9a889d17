"""Every coefficient by name: what it is, its formula, its source, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from datavault_jupyter.features.analytics.agreement import (
    alpha,
    concordance,
    gwet,
    icc,
    kappas,
    readings,
)
from datavault_jupyter.features.analytics.agreement.counting import Ratings
from datavault_jupyter.features.analytics.agreement.distances import (
    Distance,
    Nominal,
    Steps,
    weighting,
)
from datavault_jupyter.features.analytics.records import Outcome, Settings, undefined

Made = Callable[[Ratings, Settings], Outcome]

_COHEN = "Cohen 1960, Educational and Psychological Measurement 20, 37-46"
_WEIGHTED = "Cohen 1968, Psychological Bulletin 70, 213-220"
_GWET_2008 = "Gwet 2008, Brit. J. of Mathematical and Statistical Psychology 61, 29-48"
_GWET_2014 = "Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition"
_ICC = "Shrout and Fleiss 1979, Psychological Bulletin 86, 420-428"
_KENDALL = "Kendall and Babington Smith 1939, Annals of Mathematical Statistics 10, 275-287"
_KAPPA = "κ = (p_o − p_e) / (1 − p_e)"


@dataclass(frozen=True)
class Formula:
    """A coefficient.

    Attributes:
        name: By which the result gives it.
        label: What people call it.
        text: Its formula in words and signs.
        source: Where it comes from.
        reading: How its values are read, with the source of that.
        make: Computes it.
    """

    name: str
    label: str
    text: str
    source: str
    reading: str
    make: Made


def _counted(make: Callable[..., Outcome]) -> Made:
    """A coefficient that needs counts only."""
    return lambda ratings, settings: make(ratings.counts, settings)


def _weighted(name: str, ratings: Ratings) -> Distance | str:
    """The distance of a weighted coefficient; a sentence where there is none."""
    scale = ratings.counts.scale
    if name == "ordinal":
        return Steps(scale.size) if scale.is_ordered else f"{scale.why}."
    return f"{scale.why}." if scale.places is None else weighting(name, scale.places)


def _cohen(name: str) -> Made:
    def made(ratings: Ratings, settings: Settings) -> Outcome:
        distance = Nominal() if not name else _weighted(name, ratings)
        if isinstance(distance, str) and ratings.rater_count <= 2:
            return undefined(distance)
        return kappas.cohen(ratings, distance or Nominal(), settings)  # type: ignore[arg-type]

    return made


def _gwet(name: str) -> Made:
    def made(ratings: Ratings, settings: Settings) -> Outcome:
        distance = Nominal() if not name else _weighted(name, ratings)
        if isinstance(distance, str):
            return undefined(distance)
        return gwet.agreement_coefficient(ratings.counts, distance, settings)

    return made


def _icc(form: str) -> Made:
    return lambda ratings, settings: icc.intraclass(ratings, form, settings)


def _kendall(*, corrects_ties: bool) -> Made:
    return lambda ratings, settings: concordance.kendall(
        ratings, settings, corrects_ties=corrects_ties
    )


_LINEAR = "weights 1 − |x − y| / (greatest − least)"
_QUADRATIC = "weights 1 − (x − y)² / (greatest − least)²"
_MEANS = "BMS, WMS, JMS, EMS: mean squares between items, within items, of raters, of the rest"

_ALL = (
    Formula(
        "percent_agreement_pairwise", "Percent agreement, pairwise",
        "pairs of ratings of one item that are equal / all pairs of ratings of one item",
        "Fleiss 1971, Psychological Bulletin 76, 378-382",
        readings.PERCENT, _counted(gwet.percent_pairwise),
    ),
    Formula(
        "percent_agreement_unanimous", "Percent agreement, unanimous",
        "items whose ratings are all equal / items with two or more ratings",
        "Gwet 2014, chapter 2", readings.PERCENT, _counted(gwet.percent_unanimous),
    ),
    Formula(
        "cohen_kappa", "Cohen's κ",
        f"{_KAPPA}, p_e = Σ_k p_1k p_2k by each rater's own shares of the answers k",
        _COHEN, readings.KAPPA, _cohen(""),
    ),
    Formula(
        "cohen_kappa_linear", "Cohen's κ, linear",
        f"κ_w = (p_o − p_e) / (1 − p_e) with {_LINEAR}", _WEIGHTED, readings.KAPPA,
        _cohen("linear"),
    ),
    Formula(
        "cohen_kappa_quadratic", "Cohen's κ, quadratic",
        f"κ_w = (p_o − p_e) / (1 − p_e) with {_QUADRATIC}", _WEIGHTED, readings.KAPPA,
        _cohen("quadratic"),
    ),
    Formula(
        "light_kappa", "Light's κ", "the mean of Cohen's κ over the pairs of raters",
        "Light 1971, Psychological Bulletin 76, 365-377", readings.KAPPA, kappas.light,
    ),
    Formula(
        "conger_kappa", "Conger's κ",
        f"{_KAPPA}, p_e = the mean of Σ_k p_gk p_hk over pairs of raters g, h",
        f"Conger 1980, Psychological Bulletin 88, 322-328; gaps: {_GWET_2014}",
        readings.KAPPA, kappas.conger,
    ),
    Formula(
        "fleiss_kappa", "Fleiss' κ",
        f"{_KAPPA}, p_e = Σ_k π_k² by the shares π of all ratings",
        f"Fleiss 1971, Psychological Bulletin 76, 378-382; gaps: {_GWET_2014}",
        readings.KAPPA, _counted(gwet.fleiss),
    ),
    Formula(
        "krippendorff_alpha", "Krippendorff's α",
        "α = 1 − D_o / D_e, D_o the mean distance of pairs of ratings of one item, D_e that of all "
        "pairs; distance nominal [x ≠ y], ordinal (difference of mid-ranks)², interval (x − y)², "
        "ratio ((x − y) / (x + y))²",
        "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability",
        readings.ALPHA, _counted(alpha.krippendorff),
    ),
    Formula(
        "gwet_ac1", "Gwet's AC1", "(p_a − p_e) / (1 − p_e), p_e = Σ_k π_k (1 − π_k) / (q − 1)",
        _GWET_2008, readings.KAPPA, _gwet(""),
    ),
    Formula(
        "gwet_ac2_linear", "Gwet's AC2, linear",
        f"(p_a − p_e) / (1 − p_e), p_e = Σw Σ_k π_k (1 − π_k) / (q (q − 1)), {_LINEAR}",
        _GWET_2014, readings.KAPPA, _gwet("linear"),
    ),
    Formula(
        "gwet_ac2_quadratic", "Gwet's AC2, quadratic",
        f"(p_a − p_e) / (1 − p_e), p_e = Σw Σ_k π_k (1 − π_k) / (q (q − 1)), {_QUADRATIC}",
        _GWET_2014, readings.KAPPA, _gwet("quadratic"),
    ),
    Formula(
        "gwet_ac2_ordinal", "Gwet's AC2, ordinal",
        "(p_a − p_e) / (1 − p_e), p_e = Σw Σ_k π_k (1 − π_k) / (q (q − 1)), weights "
        "1 − m (m + 1) / (q (q − 1)) for m steps apart",
        _GWET_2014, readings.KAPPA, _gwet("ordinal"),
    ),
    Formula(
        "brennan_prediger", "Brennan-Prediger κ", f"{_KAPPA}, p_e = 1 / q",
        "Brennan and Prediger 1981, Educational and Psychological Measurement 41, 687-699",
        readings.KAPPA, _counted(gwet.brennan_prediger),
    ),
    Formula(
        "icc_1_1", "ICC(1,1)", f"(BMS − WMS) / (BMS + (k − 1) WMS); {_MEANS}",
        _ICC, readings.ICC, _icc("1_1"),
    ),
    Formula(
        "icc_2_1", "ICC(2,1)",
        f"(BMS − EMS) / (BMS + (k − 1) EMS + k (JMS − EMS) / n); {_MEANS}",
        _ICC, readings.ICC, _icc("2_1"),
    ),
    Formula(
        "icc_3_1", "ICC(3,1)", f"(BMS − EMS) / (BMS + (k − 1) EMS); {_MEANS}",
        _ICC, readings.ICC, _icc("3_1"),
    ),
    Formula(
        "icc_1_k", "ICC(1,k)", f"(BMS − WMS) / BMS; {_MEANS}", _ICC, readings.ICC, _icc("1_k"),
    ),
    Formula(
        "icc_2_k", "ICC(2,k)", f"(BMS − EMS) / (BMS + (JMS − EMS) / n); {_MEANS}",
        _ICC, readings.ICC, _icc("2_k"),
    ),
    Formula(
        "icc_3_k", "ICC(3,k)", f"(BMS − EMS) / BMS; {_MEANS}", _ICC, readings.ICC, _icc("3_k"),
    ),
    Formula(
        "kendall_w", "Kendall's W",
        "12 S / (m² (n³ − n) − m Σ_j Σ (t³ − t)), S the squared deviations of the items' rank sums",
        f"{_KENDALL}; ties: Kendall 1948", readings.CONCORDANCE, _kendall(corrects_ties=True),
    ),
    Formula(
        "kendall_w_uncorrected", "Kendall's W, ties uncorrected", "12 S / (m² (n³ − n))",
        _KENDALL, readings.CONCORDANCE, _kendall(corrects_ties=False),
    ),
)  # fmt: skip

FORMULAS = {formula.name: formula for formula in _ALL}
