"""Masking: private persons as "P-01" in all that leaves: names, handles, texts, titles, addresses; office holders stay named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import ahocorasick_rs

from ..model import Entity, EntityKind, Evidence

SIGNS = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "‑": "-", "–": "-"})
NAME_PART = re.compile(r"[^\W\d_]{3,}(?:[-'][^\W\d_]+)*")
HANDLE = re.compile(r"(?<![\w.@])@\w{2,}|(?<![\w.+-])[\w.+-]{1,64}@(?=[\w-]{1,63}\.)")
SLUG_PARTS = re.compile(r"[^a-z0-9]+")
UNTOUCHED = frozenset({"document", "rule", "language", "media_type", "encoding", "kind", "begins", "ends", "as_of"})
ADDRESSES = frozenset({"url", "name"})


class Masking:
    """Who is masked in an export, and by which pseudonym; numbered in the order of the names, the same all through it.

    A person is masked who is public in none of the documents. What stands for a name is masked too: aliases, the words of
    each mention, the family name and other parts that belong to nobody and nothing else.
    """

    def __init__(self, evidences: Iterable[Evidence]) -> None:
        private: dict[str, set[str]] = {}
        public: set[str] = set()
        others: set[str] = set()
        for evidence in evidences:
            for entity in evidence.entities.values():
                if entity.kind is not EntityKind.PERSON:
                    others |= parts(forms(entity))
                elif entity.is_public:
                    public.add(entity.id)
                    others |= parts(forms(entity))
                else:
                    private.setdefault(entity.id, set()).update(forms(entity))
            for mention in evidence.mentions:
                if mention.kind is EntityKind.PERSON and mention.entity in private:
                    private[mention.entity].add(mention.text)
        ids = sorted(set(private) - public)
        self.pseudonyms = {id: f"P-{number:02d}" for number, id in enumerate(ids, start=1)}
        self._told, self._slugs = finders({self.pseudonyms[id]: private[id] for id in ids}, others)

    @classmethod
    def of(cls, private: dict[str, set[str]], others: set[str]) -> Masking:
        """What masks by pseudonyms that were given before: the names of each; words of `others` are not masked alone."""
        made = cls(())
        made.pseudonyms = {pseudonym: pseudonym for pseudonym in private}
        made._told, made._slugs = finders(private, others)
        return made

    def text(self, text: str) -> str:
        """A text with pseudonyms for private persons, and without the handles and mailboxes that name somebody."""
        text = HANDLE.sub("@…", text)
        return self._told.replaced(text, normal(text)) if self.pseudonyms else text

    def mapped(self, text: str) -> tuple[str, list[int], list[int]]:
        """A text masked as `text` does; for each character of the text as it was, the first that stands for it, and the first
        after those. What stands for a name stands for each of its characters."""
        swaps = [(match.start(), match.end(), "@…") for match in HANDLE.finditer(text)]
        if self.pseudonyms:
            taken = [(start, end) for start, end, _ in swaps]
            swaps += [
                (start, end, word)
                for start, end, word in self._told.found(text, normal(text))
                if not any(first < end and start < last for first, last in taken)
            ]
        out, firsts, afters, at, length = [], list[int](), list[int](), 0, 0
        for start, end, word in [*sorted(swaps), (len(text), len(text), "")]:
            out += [text[at:start], word]
            firsts += range(length, length + start - at)
            afters += range(length + 1, length + start - at + 1)
            length += start - at
            firsts += [length] * (end - start)
            afters += [length + len(word)] * (end - start)
            length, at = length + len(word), end
        return "".join(out), firsts, afters

    def address(self, text: str) -> str:
        """An address or the name of a file, in which names stand in lower case with hyphens."""
        if not self.pseudonyms:
            return text
        told = self.text(text)
        slug = re.sub(r"[^a-z0-9]", "-", normal(told).lower().replace("%20", "---"))
        return self._slugs.replaced(told, slug)

    def plain(self, value: Any, key: str = "") -> Any:
        """Plain JSON with pseudonyms for private persons, keys included; identities, rules and days are left alone."""
        if isinstance(value, dict):
            return {self.text(name): self.plain(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self.plain(item, key) for item in value]
        if isinstance(value, str) and key not in UNTOUCHED:
            return self.address(value) if key in ADDRESSES else self.text(value)
        return value


class Finder:
    """Finds the words of a table in a text, whole words only, the longest first; linear in the text."""

    def __init__(self, table: dict[str, str]) -> None:
        self._words = [word for word in table if word]
        self._values = [table[word] for word in self._words]
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)

    def found(self, text: str, searched: str) -> list[tuple[int, int, str]]:
        """Where words stand, and their values; `searched` is the text in the form of the table, of the same length."""
        if not self._words or len(text) != len(searched):
            return []
        found = [
            (start, -end, which)
            for which, start, end in self._automaton.find_matches_as_indexes(searched, overlapping=True)
            if not searched[start - 1 : start].isalnum() and not searched[end : end + 1].isalnum()
        ]
        kept: list[tuple[int, int, str]] = []
        for start, minus_end, which in sorted(found):
            if not kept or start >= kept[-1][1]:
                kept.append((start, -minus_end, self._values[which]))
        return kept

    def replaced(self, text: str, searched: str) -> str:
        """The text with values for words."""
        out, at = [], 0
        for start, end, value in self.found(text, searched):
            out += [text[at:start], value]
            at = end
        return "".join([*out, text[at:]])


def finders(private: dict[str, set[str]], others: set[str]) -> tuple[Finder, Finder]:
    """What finds the names in texts, and in addresses."""
    told: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for pseudonym, names in private.items():
        for form in sorted(names | (parts(names) - others)):
            for written in (normal(form), normal(form).upper()):
                told.setdefault(written, pseudonym)
            slug = SLUG_PARTS.sub("-", normal(form).lower()).strip("-")
            if len(slug) > 3:
                slugs.setdefault(slug, pseudonym)
    return Finder(told), Finder(slugs)


def forms(entity: Entity) -> set[str]:
    """All that an entity is called."""
    return {form for form in (entity.id, entity.name, *entity.aliases) if form}


def parts(names: Iterable[str]) -> set[str]:
    """The capitalised words of names."""
    return {part for name in names for part in NAME_PART.findall(name) if part[:1].isupper()}


def normal(text: str) -> str:
    """A text in which names compare: without accents, with straight signs; of the same length."""
    return "".join(c if c.isascii() else unicodedata.normalize("NFD", c)[0] for c in text.translate(SIGNS))
