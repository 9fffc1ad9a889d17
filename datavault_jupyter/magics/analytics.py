"""Verbs for the numbers that say whether answers can be trusted, and which model is better."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Verb


def _agreement_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset; a row of it is one rating")
    parser.add_argument("--field", required=True, metavar="COLUMN", help="the answers")
    parser.add_argument("--item", required=True, metavar="COLUMN", help="what was rated")
    parser.add_argument("--rater", required=True, metavar="COLUMN", help="who rated it")
    parser.add_argument(
        "--level",
        default="nominal",
        metavar="WORD",
        help="nominal, ordinal, interval or ratio: what distances mean to Krippendorff's alpha",
    )
    parser.add_argument(
        "--order", type="list", metavar="A,B", help="the answers there are, the lowest first"
    )
    parser.add_argument(
        "--duplicates",
        default="refuse",
        metavar="WORD",
        help="where a rater answered twice: refuse, first, last or mean",
    )


def _agreement(call: Call) -> Any:
    from datavault_jupyter.analytics import agreement

    asked = call.options
    return agreement(
        call.vault.get(asked.name),
        item=asked.item,
        rater=asked.rater,
        value=asked.field,
        level=asked.level,
        order=asked.order,
        duplicates=asked.duplicates,
    )


def _comparison_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset; a row of it is one judgement")
    parser.add_argument("--first", required=True, metavar="COLUMN", help="the one shown first")
    parser.add_argument("--second", required=True, metavar="COLUMN", help="the one shown second")
    parser.add_argument("--winner", required=True, metavar="COLUMN", help="which of them won")
    parser.add_argument("--ties", type="list", metavar="A,B", help="more words for a tie")


def _comparison(call: Call) -> Any:
    from datavault_jupyter.analytics import comparison

    asked = call.options
    return comparison(
        call.vault.get(asked.name),
        first=asked.first,
        second=asked.second,
        winner=asked.winner,
        ties=asked.ties,
    )


AGREEMENT = Verb(
    "agreement",
    "How far raters agree, by every usual coefficient.",
    _agreement_options,
    _agreement,
    (
        "%vault agreement ratings --field label --item text_id --rater who",
        "%vault agreement ratings --field size --item id --rater who --order small,medium,large",
    ),
    names_dataset=True,
)
COMPARISON = Verb(
    "comparison",
    "Which of several is better, out of pairwise judgements.",
    _comparison_options,
    _comparison,
    ("%vault comparison duels --first model_a --second model_b --winner winner",),
    names_dataset=True,
)
