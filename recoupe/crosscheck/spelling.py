"""Spelling: whether two names are one name, spelled after another script ("Mohamed", "Muhammad", "محمد").

A name becomes a row of consonants with the vowels before each. Consonants have to be the same, vowels to go together: "ou" with
"u", "e" with "a" or "i". In Arabic script short vowels are not written and may be any. This loose reading is used only where one
of the two names is spelled after another script; for all others nothing but accents, capitals and hyphens is overlooked, so that
"Jean" and "Jeanne" stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from anyascii import anyascii

from .scripts import CAMEL, folded, is_arabic, is_latin, romanised, without_marks

WORD = re.compile(r"[^\W_]+")
VOWELS = "aeiouyw"
OPEN, ANY = frozenset("aiu"), frozenset("aiu-")  # any vowel; any vowel or none
NONE = frozenset("-")
CLASSES = {"a": "a", "e": "ai", "i": "i", "y": "i", "o": "u", "u": "u", "w": "u"}
# Sounds that an Arabic spelling does not tell apart, for the key by which names are brought together.
ROUGH = str.maketrans({"p": "b", "v": "f", "g": "J"})
SERVANT = re.compile(r"abd(?:[aeou]+l|[aeou]+([sdrzntX])(?=\1))(?=.{3})")
FAITH = re.compile(r"(?P<name>.{2,}?)[aeiou]{1,2}dd?[iy]ne?|(?P<other>.{2,}?)[aeiou]dd?een")


class Sound(NamedTuple):
    """A consonant, and the classes of vowels that may stand before it."""

    vowels: frozenset[str]
    consonant: str


class Spelling(NamedTuple):
    """A name as sounds: the key that all its spellings share, whether it is spelled after another script, and which listed
    names stand where in it."""

    key: str
    sounds: tuple[Sound, ...]
    is_foreign: bool
    known: frozenset[tuple[int, int, str]] = frozenset()


@cache
def same_names() -> Mapping[str, str]:
    """Folded spelling of a single word -> the spelling that stands for it."""
    found: dict[str, str] = {}
    for first, *others in romanised()["names"]["same"]:
        for spelling in (first, *others):
            found.setdefault(folded(spelling).replace(" ", ""), first)
    return found


@lru_cache(maxsize=1 << 16)
def spelling(name: str) -> Spelling:
    """How a name sounds."""
    data = romanised()
    particles, articles = data["particles"]["same"], frozenset(data["particles"]["articles"])
    text = CAMEL.sub(" ", without_marks(name))
    foreign = not is_latin(text)
    parts: list[tuple[str, bool]] = []
    for word in WORD.findall(text.replace("'", "").replace("’", "").replace("`", "")):
        if is_arabic(word):
            parts.append((_level(word), True))
            continue
        plain = folded(word).replace(" ", "")
        marked = folded("".join(data["latin"]["marks"].get(c, c) for c in word.lower())).replace(" ", "")
        foreign = foreign or marked != plain
        if plain in articles and not foreign and len(parts) == 0 and plain in ("an", "et", "at", "er", "as"):
            continue
        parts.append((plain if plain in same_names() else marked, False))
    words = [part for part, arabic in parts if not arabic]
    foreign = foreign or any(_tells_origin(word) for word in words)
    if foreign:
        kept = [part for part in parts if part[0] not in articles] or parts
        parts = [(particles.get(word, word), arabic) for word, arabic in kept]
    sounds: list[Sound] = []
    listed: set[tuple[int, int, str]] = set()
    for word, arabic in _joined(parts):
        known = same_names().get(folded(word).replace(" ", ""))
        if known is not None:
            word, arabic = known, False
        begins, sounds = len(sounds), _append(sounds, _arabic_sounds(word) if arabic else _latin_sounds(word))
        if known is not None:
            listed.add((begins, len(sounds), known))
    rough = "".join(sound.consonant for sound in sounds).translate(ROUGH)
    return Spelling(rough, tuple(sounds), foreign, frozenset(listed))


def same_sound(one: Spelling, other: Spelling) -> bool:
    """Whether two names may be spellings of one: the same consonants, and vowels that go together."""
    if not (one.is_foreign or other.is_foreign) or len(one.sounds) != len(other.sounds):
        return False
    theirs = {(begins, ends): name for begins, ends, name in other.known}
    if any(theirs.get((begins, ends), name) != name for begins, ends, name in one.known):
        return False  # two names of the list: "Salim" and "Salem"
    return all(_goes_with(a, b) for a, b in zip(one.sounds, other.sounds, strict=True))


def _goes_with(one: Sound, other: Sound) -> bool:
    if not one.vowels & other.vowels:
        return False
    if one.consonant == other.consonant:
        return True
    # Only an Arabic spelling, which leaves vowels open, may level p and b, v and f, g and j.
    return (one.vowels >= OPEN or other.vowels >= OPEN or "*" in one.vowels | other.vowels) and one.consonant.translate(
        ROUGH
    ) == other.consonant.translate(ROUGH)


def _level(word: str) -> str:
    """An Arabic word without its article and with one form of "son of" and "father of"."""
    data = romanised()["arabic"]
    if word in data["joints"]:
        return str(data["joints"][word])
    lead = next((lead for lead in data["leads"] if word.startswith(lead) and len(word) > len(lead) + 1), "")
    return word[len(lead) :]


@cache
def _origins() -> tuple[frozenset[str], tuple[str, ...]]:
    data = romanised()
    return frozenset(data["particles"]["origin"]), tuple(data["particles"]["endings"])


def _tells_origin(word: str) -> bool:
    """Whether a Latin word shows that a name is spelled after another script."""
    words, endings = _origins()
    return word in words or word in same_names() or (len(word) > 4 and word.endswith(endings)) or word.startswith("abd")


def _joined(parts: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The words of a name; "abd" and what follows are one where both are known as one name ("Abd Allah", "Abou Bakr")."""
    found: list[tuple[str, bool]] = []
    for word, arabic in parts:
        if found:
            pair = folded(found[-1][0]).replace(" ", "") + folded(word).replace(" ", "")
            if pair in same_names():
                found[-1] = (pair, False)
                continue
        found.append((word, arabic))
    return found


def _append(sounds: list[Sound], more: list[Sound]) -> list[Sound]:
    """Two words' sounds as one row; the vowel that ends the one goes together with that which begins the other."""
    if not sounds or not more:
        return sounds + more
    last, first = sounds[-1], more[0]
    if last.consonant:
        return sounds + more
    vowels = last.vowels | first.vowels
    if vowels != NONE and NONE & last.vowels and not last.vowels - NONE:
        vowels = first.vowels
    elif first.vowels == NONE:
        vowels = last.vowels
    return [*sounds[:-1], Sound(vowels, first.consonant), *more[1:]]


@lru_cache(maxsize=1 << 15)
def _latin_sounds(word: str) -> list[Sound]:
    """The sounds of a Latin word in small letters; the last one has no consonant and holds the ending."""
    data = romanised()["latin"]
    word = anyascii(word).lower()
    if servant := SERVANT.match(word):
        word = "abd " + word[servant.end() :]
    elif faith := FAITH.fullmatch(word):
        word = (faith["name"] or faith["other"]) + "din"
    for ending, other in data["endings"]:
        if word.endswith(ending):
            word = word.removesuffix(ending) + other
    for letters, other in data["letters"]:
        word = word.replace(letters, other)
    if len(word) > 3 and word[-1] == "e" and word[-2] not in VOWELS:
        word = word[:-1]
    if len(word) > 2 and word[-1] == "h":
        word = word[:-1]
    found: list[Sound] = []
    vowels: set[str] = set()
    for letter in word:
        if letter in CLASSES:
            vowels |= set(CLASSES[letter])
        elif letter == " " or (not vowels and found and found[-1].consonant == letter):
            continue
        else:
            found.append(Sound(frozenset(vowels) or NONE, letter))
            vowels = set()
    return [*found, Sound(frozenset(vowels) or NONE, "")]


@lru_cache(maxsize=1 << 15)
def _arabic_sounds(word: str) -> list[Sound]:
    """The sounds of an Arabic word: long vowels are told, short ones may be any or none."""
    letters = romanised()["arabic"]["letters"]
    found: list[Sound] = []
    vowels: frozenset[str] = NONE
    size = len(word)
    for n, letter in enumerate(word):
        sound = letters.get(letter, "")
        is_last = n == size - 1
        if sound in ("A", "I", "U", "a"):
            told = frozenset(sound.lower()) | ({"i"} if sound == "a" and letter != "ة" and is_last else frozenset())
            vowels = told if vowels in (ANY, OPEN, NONE) else vowels | told
            if n == 0:
                vowels = OPEN
        elif sound == "*":
            vowels = OPEN if n == 0 else vowels
        elif sound:
            if is_last and sound == "h":
                vowels = frozenset("a-")
                break
            latin = _latin_sounds(sound)[0].consonant if len(sound) > 1 else _latin_sounds(sound + "a")[0].consonant
            if not (vowels == ANY and found and found[-1].consonant == latin):
                found.append(Sound(vowels, latin))
            vowels = ANY
    return [*found, Sound(NONE if vowels == ANY else vowels, "")]
