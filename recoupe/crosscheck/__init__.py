"""Cross-checking: evidence of many documents -> what holds, over how many independent sources, and who differs.

    findings = recoupe.crosscheck(recoupe.extract(document) for document in documents)

The package is also the entry point: whoever imports one of its modules first must not take the function's place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..model import Evidence
    from .findings import Findings
    from .model import Ruling


def crosscheck(evidence: Iterable[Evidence], rulings: Iterable[Ruling] = ()) -> Findings:
    """What holds over documents, by their evidence, and by what people ruled (withdrawals, corrections, letters, identities).

    The result tells `.copies`, `.findings`, `.contradictions`, `.identities`; `.add(evidence)`, `.withdraw(document, why)`,
    `.restore`, `.correct` and `.rule` change it, and return what they changed. It depends on what is given, never on its order.
    """
    from .findings import Findings

    made = Findings(rulings)
    for one in evidence:
        made.take(one)
    return made


class Door(ModuleType):
    """A package that can be called: `recoupe.crosscheck(...)`."""

    def __call__(self, evidence: Iterable[Evidence], rulings: Iterable[Ruling] = ()) -> Any:
        return crosscheck(evidence, rulings)


sys.modules[__name__].__class__ = Door
