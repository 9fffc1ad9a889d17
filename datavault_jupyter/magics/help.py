"""The verb that explains the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Verb


def overview(verbs: Iterable[Verb], magic: str = "vault") -> str:
    """All verbs, a line each, and what holds for every one."""
    lines = [f"  {verb.word:<11}{verb.summary.splitlines()[0]}" for verb in verbs]
    return "\n".join(
        [
            f"usage: %{magic} [verb] …",
            "",
            "Without a verb, the datasets of the vault.",
            "",
            *lines,
            "",
            f"%{magic} VERB --help shows a verb's flags. Keep an outcome with x = %{magic} … or",
            "-o x. {{expression}} stands for the text of a Python value. --vault PATH opens",
            "another vault, from then on.",
        ]
    )


def _options(parser: Parser) -> None:
    parser.add_argument("verb", metavar="VERB", nargs="?", help="the verb to explain")


def help_verb(verbs: tuple[Verb, ...], magic: str, verb_named: Callable[[str, str], Verb]) -> Verb:
    """``help``, which knows the other verbs, and how one is found by its word."""

    def run(call: Call) -> None:
        asked = call.options.verb
        if asked is None:
            call.say(overview((*verbs, made), magic))
            return
        call.say(verb_named(asked, magic).parser(call.names, magic).format_help().rstrip())

    made = Verb(
        "help", "What there is, or how one verb is used.", _options, run, ("%vault help import",)
    )
    return made
