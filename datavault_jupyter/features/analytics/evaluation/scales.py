"""Scales that people write in words, in their order."""

from __future__ import annotations

from collections.abc import Iterable

# The alphabet puts "agree" before "disagree" and "high" before "low": these are the true orders.
_SCALES = (
    ("strongly disagree", "disagree", "somewhat disagree", "slightly disagree", "neutral",
     "neither agree nor disagree", "undecided", "slightly agree", "somewhat agree", "agree",
     "strongly agree"),
    ("very negative", "negative", "slightly negative", "mixed", "neutral", "slightly positive",
     "positive", "very positive"),
    ("awful", "terrible", "very bad", "very poor", "bad", "poor", "fair", "ok", "okay", "average",
     "satisfactory", "good", "very good", "excellent", "perfect"),
    ("none", "very low", "low", "medium", "moderate", "high", "very high"),
    ("never", "rarely", "seldom", "sometimes", "often", "usually", "always"),
    ("very unlikely", "unlikely", "neutral", "possible", "likely", "very likely"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("not at all", "a little", "slightly", "somewhat", "moderately", "very", "very much",
     "extremely"),
    ("worse", "same", "better"),
    ("much worse", "worse", "slightly worse", "same", "about the same", "slightly better",
     "better", "much better"),
    ("easy", "medium", "hard"),
    ("small", "medium", "large"),
    ("minor", "major", "critical"),
    ("no", "maybe", "yes"),
    ("no", "partly", "partially", "mostly", "yes"),
    ("incorrect", "partially correct", "partly correct", "mostly correct", "correct"),
    ("irrelevant", "partially relevant", "somewhat relevant", "relevant", "highly relevant"),
)  # fmt: skip


def scale_of(choices: Iterable[str]) -> tuple[str, ...] | None:
    """The choices in the order of a scale that has them all; None where no known one does.

    >>> scale_of(["high", "low", "Medium"])
    ('low', 'Medium', 'high')
    >>> scale_of(["apple", "pear"]) is None
    True
    """
    by_word: dict[str, str] = {}
    for choice in choices:
        by_word.setdefault(_word(choice), choice)
    for scale in _SCALES:
        if len(by_word) > 1 and set(by_word) <= set(scale):
            return tuple(by_word[word] for word in scale if word in by_word)
    return None


def _word(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())
