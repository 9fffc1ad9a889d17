"""All verbs, in the order in which help lists them."""

from __future__ import annotations

from functools import cache

from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.magics import (
    analytics,
    datasets,
    doctor,
    exports,
    imports,
    lineage,
    pipelines,
    sharing,
    sql,
)
from datavault_jupyter.magics.help import help_verb
from datavault_jupyter.magics.mistakes import refuse
from datavault_jupyter.magics.verbs import Verb

_OWN = (
    datasets.LIST,
    datasets.SHOW,
    imports.IMPORT,
    imports.PREVIEW,
    imports.APPEND,
    imports.REPLACE,
    imports.REFRESH,
    imports.REPORT,
    imports.JOBS,
    lineage.VERSIONS,
    lineage.DIFF,
    lineage.TAG,
    lineage.RESTORE,
    lineage.CLONE,
    lineage.MERGE,
    pipelines.PIPELINES,
    pipelines.TASKS,
    exports.EXPORT,
    exports.EXPORTS,
    sharing.SHARE,
    datasets.RENAME,
    datasets.ARCHIVE,
    datasets.UNARCHIVE,
    datasets.DELETE,
    datasets.SEARCH,
    sql.SQL,
    analytics.AGREEMENT,
    analytics.COMPARISON,
    analytics.CONTRIBUTORS,
    doctor.STATUS,
    doctor.DOCTOR,
)
_QUERIES = ("select", "from", "with", "values", "pivot", "describe", "summarize")


@cache
def verbs(magic: str = "vault") -> dict[str, Verb]:
    """The verbs by their words, under the name the magic has."""
    return {verb.word: verb for verb in (*_OWN, help_verb(_OWN, magic, verb_named))}


def verb_named(word: str, magic: str = "vault") -> Verb:
    """The verb of a word.

    Raises:
        UsageError: there is none.
    """
    known = verbs(magic)
    if word in known:
        return known[word]
    if word.lower() in _QUERIES:
        hint = f"SQL follows the verb sql: %{magic} sql {word} …"
    else:
        hint = did_you_mean(word, known) or f"%{magic} help lists them."
    return refuse(f"There is no verb {word!r}.", hint)
