"""Argument parsers that tell a mistake in one line and never end the kernel."""

from __future__ import annotations

import argparse
import keyword
from collections.abc import Sequence
from typing import NoReturn

from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.magics.expressions import Names, end_of_expression
from datavault_jupyter.magics.mistakes import refuse
from datavault_jupyter.magics.words import closed, next_word, pieces


class HelpShown(Exception):
    """Help was asked for and has been printed: nothing else is to be done."""


class Parser(argparse.ArgumentParser):
    """The flags and words of one verb.

    Args:
        verb: The whole of it, such as ``%vault import``.
        names: What ``{{…}}`` in an argument may speak of.
        summary: What the verb does.
        examples: Lines to learn from.
    """

    def __init__(self, verb: str, names: Names, summary: str, examples: Sequence[str] = ()) -> None:
        below = "\n".join(["examples:", *(f"  {each}" for each in examples)]) if examples else None
        super().__init__(
            prog=verb,
            description=summary,
            epilog=below,
            allow_abbrev=False,
            add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        self.color = False  # newer Pythons colour their help; an output cell shows no codes
        self.names = names
        self.register("type", None, names.filled)
        self.register("type", "number", lambda text: int(names.filled(text)))
        self.register("type", "list", self._list)
        self.register("type", "pair", self._pair)
        self.register("type", "raw", str)
        self.add_argument("-h", "--help", action="help", help="show this")
        self.add_argument("--vault", metavar="PATH", help="the vault's folder, from now on")
        self.add_argument(
            "-o", dest="output", metavar="VARIABLE", help="keep the outcome, instead of showing it"
        )

    def flags(self) -> list[str]:
        """The flags it knows."""
        return [flag for flag in self._option_string_actions if flag != "-h"]

    def takes_value(self, flag: str) -> bool:
        """Whether a word follows a flag."""
        action = self._option_string_actions.get(flag)
        return action is not None and action.nargs != 0

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The options that words give.

        Raises:
            UsageError: a word or flag that doesn't belong.
            HelpShown: help was asked for.
        """
        found, left = self.parse_known_args(list(words))
        for word in left:
            if word.startswith("-"):
                self.refuse_flag(word)
        if left:
            refuse(f"{self.prog} has no use for {left[0]!r}.", "Put a name with spaces in quotes.")
        if found.output is not None:
            require_variable(found.output)
        return found

    def split_flags(self, line: str, at: int = 0) -> tuple[list[str], str]:
        """The flags at the beginning of a line, then all that follows, as it was written.

        Raises:
            UsageError: a flag that it doesn't know, so that no misspelt one becomes a comment.
        """
        flags: list[str] = []
        while (word := next_word(line, at)) and word.text.startswith("-"):
            if word.text == "--":
                return flags, line[word.end :].lstrip()
            flag, sign, _ = closed(word).text.partition("=")
            if flag not in self._option_string_actions:
                self.refuse_flag(flag)
            flags.append(word.text)
            at = word.end
            if self.takes_value(flag) and not sign and (value := next_word(line, at)):
                flags.append(closed(value).text)
                at = value.end
        return flags, line[at:].lstrip()

    def refuse_flag(self, word: str) -> NoReturn:
        """Say that there is no such flag, and which looks like it."""
        flag = word.partition("=")[0]
        known = [each for each in self.flags() if each.startswith("--")]
        hint = did_you_mean(flag, known) or f"{self.prog} --help shows them."
        refuse(f"{self.prog} has no flag {flag}.", hint)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments."""
        refuse(f"{self.prog}: {message}.", f"{self.prog} --help shows how it is used.")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Stop after the help, without ending the kernel."""
        raise HelpShown(message or str(status))

    def _list(self, text: str) -> list[str]:
        """Comma-separated names; a ``{{…}}`` is one name, or several when it is a list."""
        made: list[str] = []
        for piece in pieces(text, ","):
            bare = piece.strip()
            if bare and end_of_expression(bare, 0) == len(bare):
                value = self.names.evaluate(bare[2:-2])
                if isinstance(value, (list, tuple)):
                    made += [str(each) for each in value]
                    continue
            made.append(self.names.filled(bare))
        return made

    def _pair(self, text: str) -> tuple[str, str]:
        """``name=value``, cut at the first equals sign."""
        halves = pieces(text, "=", 1)
        if len(halves) != 2 or not all(halves):
            refuse(f"{text!r} is not of the form column=value.", "Write the file's name first.")
        return self.names.filled(halves[0]), self.names.filled(halves[1])


def require_variable(name: str) -> str:
    """A name Python can keep a value under."""
    if not name.isidentifier() or keyword.iskeyword(name):
        refuse(f"{name!r} can't be the name of a variable.", "Write -o x, for example.")
    return name


def pairs(found: Sequence[tuple[str, str]] | None) -> dict[str, str] | None:
    """Pairs as a mapping; None when there are none."""
    return dict(found) if found else None
