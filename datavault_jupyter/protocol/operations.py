"""Operations: what the browser may ask, declared where the use case lives (a feature's `ops.py`).

A method marked `@operation("datasets.list")` takes its arguments as one frozen dataclass and gives
its result as another. The same two classes make the TypeScript types, so they can't drift apart.
"""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, is_dataclass
from typing import Any, TypeVar

from datavault_jupyter.base.brake import Brake

Method = TypeVar("Method", bound=Callable[..., Any])
# A value that travels as it is: anything JSON can hold.
Json = Any
Tell = Callable[[str, Mapping[str, Json]], None]
_MARK = "__operation__"
_NAME = re.compile(r"[a-z]+\.[a-z_]+")


@dataclass(slots=True)
class Call:
    """One question under way: its binary parts, and whether the browser still wants the answer.

    Attributes:
        buffers: Binary parts that came with the question.
        frames: Binary parts of the answer, by name.
        tell: Sends news to the widget that asked, from any thread, also after the answer.
    """

    buffers: Sequence[Any] = ()
    frames: dict[str, bytes] = field(default_factory=dict)
    tell: Tell = lambda _news, _data: None
    _brake: Brake = field(default_factory=lambda: Brake("The question was withdrawn."))

    @property
    def is_cancelled(self) -> bool:
        """Whether the browser withdrew the question."""
        return self._brake.is_pulled

    def attach(self, name: str, payload: bytes) -> None:
        """Send binary data with the answer."""
        self.frames[name] = payload

    def cancels(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        """While the block runs, a withdrawn question calls `stop`, such as a cursor's interrupt.

        Raises:
            Cancelled: the question was withdrawn before the block began.
        """
        return self._brake.cancels(stop)

    def cancel(self) -> None:
        """Withdraw the question."""
        self._brake.pull()


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing the browser may ask.

    Attributes:
        name: Feature and verb, such as ``datasets.list``.
        args: The dataclass of its arguments.
        result: The dataclass of its result; None where there is nothing to say.
        frames: Names of the binary parts an answer may bring.
        text: What it does, one sentence.
        run: Called with the arguments and the `Call`.
    """

    name: str
    args: type
    result: type | None
    frames: tuple[str, ...]
    text: str
    run: Callable[[Any, Call], Any]


def operation(name: str, *, frames: tuple[str, ...] = ()) -> Callable[[Method], Method]:
    """Mark a method as something the browser may ask.

    Args:
        name: Feature and verb, such as ``datasets.list``.
        frames: Names of the binary parts its answer may bring.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no feature.verb")

    def mark(method: Method) -> Method:
        setattr(method, _MARK, (name, frames))
        return method

    return mark


def operations_of(holder: object) -> Iterator[Operation]:
    """The operations of an object, or of a class when only their types matter."""
    for attribute, method in inspect.getmembers(holder, callable):
        marked = getattr(method, _MARK, None)
        if marked is None:
            continue
        hints = typing.get_type_hints(method)
        result = hints.pop("return", type(None))
        args = next((kind for kind in hints.values() if is_dataclass(kind)), None)
        if not isinstance(args, type):
            raise TypeError(f"{attribute} takes no dataclass of arguments")
        text = inspect.getdoc(method) or ""
        yield Operation(
            name=marked[0],
            args=args,
            result=None if result is type(None) else result,
            frames=marked[1],
            text=text.split("\n", maxsplit=1)[0],
            run=method,
        )


def table_of(holders: Iterable[object]) -> dict[str, Operation]:
    """Operations by name; a name given twice is a mistake of ours."""
    table: dict[str, Operation] = {}
    for holder in holders:
        for each in operations_of(holder):
            if each.name in table:
                raise ValueError(f"two operations are called {each.name}")
            table[each.name] = each
    return table
