from dataclasses import dataclass
from enum import StrEnum

import pytest

from datavault_jupyter.protocol import typescript
from datavault_jupyter.protocol.operations import Call, operation, operations_of, table_of


class Kind(StrEnum):
    BIG = "big"
    SMALL = "small"


@dataclass(frozen=True)
class Inner:
    kinds: tuple[Kind, ...]
    limit: int = 3


@dataclass(frozen=True)
class Args:
    inner: Inner
    name: str | None = None


@dataclass(frozen=True)
class Result:
    count: int
    text: str = ""


class Ops:
    @operation("toy.one", frames=("rows",))
    def one(self, args: Args, call: Call) -> Result:
        """What it does.

        More of it.
        """
        raise NotImplementedError

    @operation("toy.two")
    def two(self, args: Args, call: Call) -> None:
        """Nothing to say."""


WRITTEN = """\
export type Kind = "big" | "small";

export interface Inner {
  kinds: Kind[];
  limit?: number;
}

export interface Args {
  inner: Inner;
  name?: string | null;
}

export interface Result {
  count: number;
  text: string;
}

export interface Operations {
  /** What it does. */
  "toy.one": { args: Args; result: Result; frames: "rows" };
  /** Nothing to say. */
  "toy.two": { args: Args; result: null; frames: never };
}
"""


def test_the_typescript_says_what_may_be_left_out_and_what_always_comes() -> None:
    made = typescript.written(operations_of(Ops))
    for block in WRITTEN.split("\n\n"):
        assert block in made


def test_the_typescript_in_the_repository_is_current() -> None:
    assert typescript.main(["--check"]) == 0


def test_two_operations_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"toy\.one"):
        table_of([Ops(), Ops()])


def test_a_name_is_a_feature_and_a_verb() -> None:
    with pytest.raises(ValueError, match=r"no feature\.verb"):
        operation("list")
