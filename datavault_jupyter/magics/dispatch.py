"""``%vault`` and ``%%vault``: from a line to a verb, and from its outcome to the cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, magics_class, needs_local_scope, no_var_expand
from traitlets import Bool, Unicode

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.magics.expressions import Names
from datavault_jupyter.magics.help import overview
from datavault_jupyter.magics.keeping import Fate, fate_of, look_at
from datavault_jupyter.magics.mistakes import UsageError, from_vault, shorten
from datavault_jupyter.magics.parsing import HelpShown
from datavault_jupyter.magics.reading import Asked, read
from datavault_jupyter.magics.registry import verbs
from datavault_jupyter.magics.verbs import Call, Unshown

if TYPE_CHECKING:
    from datavault_jupyter.vault import Vault


def say(text: str) -> None:
    """Print a sentence under the cell."""
    print(text)  # noqa: T201 - a magic speaks where the cell prints


@magics_class
class VaultMagics(Magics):
    """The vault's verbs as magics; ``%config VaultMagics`` shows and sets what can be set.

    Args:
        shell: The shell they belong to.
        name: What they are called there, without the percent sign.
    """

    shell: Any
    vault = Unicode(
        "", help="The vault's folder; where it is empty, $DATAVAULT_HOME or the user's data folder."
    ).tag(config=True)
    full_errors = Bool(
        default_value=False, help="Show the whole stack of an error, not its sentence alone."
    ).tag(config=True)

    def __init__(self, shell: Any, name: str = "vault") -> None:
        super().__init__(shell)
        self.name = name
        # What completes its lines, and whose entry in the shell it took, once it is registered.
        self.matcher: Any = None
        self.replaced: Any = None
        self.magics = {"line": {name: self._run}, "cell": {name: self._run}}

    @needs_local_scope
    @no_var_expand
    def _run(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> Any:
        names = Names(self.shell.user_ns, local_ns)
        fate = Fate.SHOWN if cell is not None else fate_of(self.shell, self.name, line)
        try:
            asked = read(line, cell, self.name, names)
            if isinstance(asked, str):
                return say(asked)
            return self._settled(self._outcome(asked, names), asked, fate)
        except HelpShown:
            return None
        except KeyboardInterrupt as interrupt:
            if not self.full_errors:
                shorten(interrupt)
            raise
        except UsageError as error:
            error.is_full = self.full_errors
            raise
        except VaultError as error:
            mistake = from_vault(error)
            mistake.is_full = self.full_errors
            raise mistake from error

    # What `%vault?` shows.
    _run.__doc__ = overview(verbs().values())

    def open_vault(self, path: str | None = None) -> Vault:
        """The vault that is worked with; the one at `path` from now on.

        Opened anew for each use, which costs nothing while it is open: a handle kept here would
        break when the user closes theirs.
        """
        from datavault_jupyter.vault import Vault

        opened = Vault(path or self.vault or None)
        if path:
            self.vault = str(opened.path)
        return opened

    def _outcome(self, asked: Asked, names: Names) -> Any:
        path = asked.options.vault
        if asked.verb is None:
            return self.open_vault(path)
        if path:
            self.open_vault(path)
        return asked.verb.run(Call(asked.options, self.open_vault, names, say, asked.sql))

    def _settled(self, value: Any, asked: Asked, fate: Fate) -> Any:
        """The outcome, given to the cell or kept as the line asks."""
        is_told = isinstance(value, Unshown)
        value = value.value if isinstance(value, Unshown) else value
        if asked.output:
            self.shell.user_ns[asked.output] = value
            return None
        if fate is Fate.SHOWN and (is_told or asked.is_hushed):
            return None
        if fate is not Fate.KEPT:
            look_at(value)
        return value
