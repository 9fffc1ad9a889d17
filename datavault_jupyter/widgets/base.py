"""What all views share: the bundle, the dispatcher behind the comm, and the still copy."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import traitlets

from datavault_jupyter import news
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.display import html
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.protocol.dispatcher import Dispatcher
from datavault_jupyter.protocol.operations import Call, Operation, table_of
from datavault_jupyter.widgets.ops import ViewOps, built

if TYPE_CHECKING:
    from datavault_jupyter.services import Services

_OWN = table_of([ViewOps()])
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class View(anywidget.AnyWidget):
    """A live view of a vault; the base of `Listing`, `DatasetView` and `ImportPanel`.

    Attributes:
        keep_rows: Whether rows may stay in a saved notebook, as a first paint and as still HTML.
            Not shared with the browser.
    """

    # The text, not the path: given a path, anywidget keeps every widget for ever.
    _esm = traitlets.Unicode(built("views.js")).tag(sync=True)
    _panel = traitlets.Unicode().tag(sync=True)
    # What the first paint needs, so that it costs no round trip: answers by operation.
    _boot = traitlets.Dict().tag(sync=True)
    _frames = traitlets.Dict().tag(sync=True)
    _still_id = traitlets.Unicode().tag(sync=True)
    # By it the view finds the same vault in the server part, when the kernel is busy.
    _vault_id = traitlets.Unicode().tag(sync=True)
    keep_rows = traitlets.Bool(default_value=True)

    panel: ClassVar[str] = ""
    _dispatcher: Dispatcher | None = None
    _stop_news: Callable[[], None] | None = None
    _own_layout: Any = None

    def __init__(self, services: Services, *, keep_rows: bool | None = None, **traits: Any) -> None:
        self._services = services
        self._operations: Mapping[str, Operation] = {**services.operations, **_OWN}
        self._dispatcher = dispatcher = Dispatcher(self._operations, self._carry)
        kept = services.settings.keep_rows if keep_rows is None else keep_rows
        vault_id = services.store.id
        super().__init__(_panel=self.panel, _vault_id=vault_id, keep_rows=kept, **traits)
        # By it the live view finds the still copy beside it.
        self._still_id = self.model_id
        # A layout made for this view alone goes with it; its comm would stay otherwise.
        self._own_layout = None if "layout" in traits else self.layout
        self._boot, self._frames = self._first_paint()
        self.on_msg(self._hear)
        self._stop_news = news.watch(services.store, dispatcher.tell)

    def _first_paint(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Answers that travel with the widget, and their binary parts."""
        return {}, {}

    def _answer(self, op: str, args: Mapping[str, Any]) -> tuple[Any, dict[str, bytes]]:
        """What the panel would be told if it asked: for the first paint.

        Raises:
            VaultError: it would be refused.
        """
        known, call = self._operations[op], Call()
        made = known.run(decoded(known.args, dict(args)), call)
        return encoded(made), {name: bytes(part) for name, part in call.frames.items()}

    def _hear(self, _widget: Any, content: Any, buffers: Sequence[Any]) -> None:
        if self._dispatcher is not None:
            self._dispatcher.receive(content, buffers)

    def _carry(self, message: dict[str, Any], buffers: Sequence[Any]) -> None:
        # A closed widget has no comm to send on.
        if self.comm is not None:
            self.send(message, list(buffers))

    def close(self) -> None:
        """Take the view off the page; its comm ends, and nothing of it stays in the kernel."""
        # Either may be missing where the view could not be made.
        if self._stop_news is not None:
            self._stop_news()
        if self._dispatcher is not None:
            self._dispatcher.close()
        super().close()
        if self._own_layout is not None:
            self._own_layout.close()

    def _still(self) -> dict[str, str]:
        """The same without a script: ``text/html`` and ``text/plain``."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        made = super()._repr_mimebundle_(**kwargs)
        data, metadata = made if made is not None else ({}, {})
        live = {key: value for key, value in data.items() if key == WIDGET_VIEW}
        return {**self._still(), **live}, metadata

    def _ipython_display_(self, **_: Any) -> None:
        """Show the still copy and the live view, which puts the copy out of sight.

        Two outputs, not one: a front end shows one form of an output, and prefers a widget also
        when its kernel is gone and nothing is left of it but a line of error.
        """
        from IPython.display import publish_display_data

        data, metadata = self._repr_mimebundle_()
        still = html.standing_in(data.pop("text/html"), self.model_id)
        first = {"text/html": still, "text/plain": data["text/plain"]}
        publish_display_data(first)  # type: ignore[no-untyped-call]
        second = {**data, "text/plain": ""}
        publish_display_data(second, metadata)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        """The view as plain text."""
        return self._still()["text/plain"]


@contextlib.contextmanager
def refused_as_trait_error() -> Iterator[None]:
    """Inside a validator: a value the vault can't use is a mistake of whoever set the trait."""
    try:
        yield
    except VaultError as error:
        raise traitlets.TraitError(str(error)) from error
