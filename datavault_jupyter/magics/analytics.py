"""Verbs for the numbers that say whether answers can be trusted, and which model is better."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Verb


def _agreement_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset")
    parser.add_argument("--field", required=True, metavar="FIELD", help="what was answered")
    parser.add_argument(
        "--item",
        metavar="COLUMN",
        help="what was rated, where a row is one rating; else as its analytics have it",
    )
    parser.add_argument("--rater", metavar="COLUMN", help="who rated it")
    parser.add_argument(
        "--where", metavar="SQL", help="only rows that meet this; of a pipeline finished tasks"
    )
    parser.add_argument(
        "--level",
        metavar="WORD",
        help="nominal, ordinal, interval or ratio: what distances mean to Krippendorff's alpha",
    )
    parser.add_argument(
        "--order", type="list", metavar="A,B", help="the answers there are, the lowest first"
    )
    parser.add_argument(
        "--duplicates",
        metavar="WORD",
        help="where a rater answered twice: refuse, first, last or mean",
    )


def _agreement(call: Call) -> Any:
    from datavault_jupyter.analytics import agreement

    asked = call.options
    dataset = call.vault.get(asked.name)
    if asked.item is None and asked.rater is None:
        return dataset.analytics.agreement(
            asked.field,
            where=asked.where,
            level=asked.level,
            order=asked.order,
            duplicates=asked.duplicates or "last",
        )
    if asked.item is None or asked.rater is None or asked.where is not None:
        raise BadArgument(
            "--item and --rater go together, and --where goes without them.",
            hint="Leave both out to take the columns that the dataset's analytics have.",
        )
    return agreement(
        dataset,
        item=asked.item,
        rater=asked.rater,
        value=asked.field,
        level=asked.level or "nominal",
        order=asked.order,
        duplicates=asked.duplicates or "refuse",
    )


def _comparison_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset")
    parser.add_argument("--field", metavar="FIELD", help="a pairwise field or a ranking, or any")
    parser.add_argument("--by", metavar="COLUMN", help="compare the field by this column instead")
    parser.add_argument("--first", metavar="COLUMN", help="the one shown first")
    parser.add_argument("--second", metavar="COLUMN", help="the one shown second")
    parser.add_argument(
        "--winner", metavar="COLUMN", help="which of them won, where a row is one judgement"
    )
    parser.add_argument(
        "--where", metavar="SQL", help="only rows that meet this; of a pipeline finished tasks"
    )
    parser.add_argument("--ties", type="list", metavar="A,B", help="more words for a tie")


def _comparison(call: Call) -> Any:
    from datavault_jupyter.analytics import comparison

    asked = call.options
    dataset = call.vault.get(asked.name)
    if asked.winner is None:
        return dataset.analytics.comparison(
            asked.field, by=asked.by, first=asked.first, second=asked.second, where=asked.where
        )
    if asked.first is None or asked.second is None or asked.field or asked.by or asked.where:
        raise BadArgument("--winner takes --first and --second, and nothing else but --ties.")
    return comparison(
        dataset,
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
        "%vault agreement helpfulness --field stars",
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
    (
        "%vault comparison helpfulness",
        "%vault comparison duels --first model_a --second model_b --winner winner",
    ),
    names_dataset=True,
)


def _contributors_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset")
    parser.add_argument("--field", metavar="FIELD", help="of agreement with others")
    parser.add_argument(
        "--where", metavar="SQL", help="only rows that meet this; of a pipeline finished tasks"
    )


def _contributors(call: Call) -> Any:
    asked = call.options
    return call.vault.get(asked.name).analytics.contributors(asked.field, where=asked.where)


CONTRIBUTORS = Verb(
    "contributors",
    "Who answered: how much, how fast, how, and in how far as others do.",
    _contributors_options,
    _contributors,
    ("%vault contributors helpfulness", "%vault contributors helpfulness --field stars"),
    names_dataset=True,
)
