"""Whole: all documents of an export as content, for formats that carry documents, evidence and findings together."""

from __future__ import annotations

from collections.abc import Callable

from ..crosscheck import crosscheck
from ..crosscheck.model import Ruling, RulingKind
from ..model import EntityKind
from .content import Content
from .excerpts import Wish, excerpt
from .exporting import Export
from .masking import Masking, forms, parts

OF_NAMES = {RulingKind.SAME, RulingKind.NOT_SAME, RulingKind.RELIABILITY}


def content(export: Export, called: str = "a source") -> Content:
    """The content of an export: each document whole, private persons as roles, without what was withdrawn.

    `called` is whose sources they are that may not be named. Findings are worked out anew from what leaves.
    """
    gone = set(export.findings.withdrawn) if export.findings else set()
    rulings: list[Ruling] = list(export.findings.rulings) if export.findings else []
    masking = export.masking()
    private, others = names(export, masking)
    role = roles(masking)
    shared = []
    for document, evidence in export.pairs():
        if document.id not in gone:
            wish = Wish(document.marking, document.marking.originator or called, role, private, others)
            shared.append(excerpt(document, evidence, wish))
    found = crosscheck((one.evidence for one in shared), [one for one in rulings if one.kind in OF_NAMES])
    return Content(tuple(shared), found.findings, found.contradictions)


def names(export: Export, masking: Masking) -> tuple[dict[str, set[str]], set[str]]:
    """What each masked person is called, and the words that belong to other names too."""
    private: dict[str, set[str]] = {}
    others: set[str] = set()
    for _, evidence in export.pairs():
        for entity in evidence.entities.values():
            if entity.kind is EntityKind.PERSON and entity.id in masking.pseudonyms:
                private.setdefault(entity.id, set()).update(forms(entity))
            else:
                others |= parts(forms(entity))
        for mention in evidence.mentions:
            if mention.entity in private and mention.kind is EntityKind.PERSON:
                private[mention.entity].add(mention.text)
    return private, others


def roles(masking: Masking) -> Callable[[str], str]:
    """What stands for somebody or for a source: the same all through an export."""
    given = dict(masking.pseudonyms)

    def role(key: str) -> str:
        return given.setdefault(key, f"P-{len(given) + 1:02d}")

    return role
