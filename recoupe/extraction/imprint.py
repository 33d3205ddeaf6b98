"""Imprints: what of a text is enough to tell its copies: a sample of its word shingles, each with where it begins.

Every run of `SHINGLE` words is hashed, and a hash is kept where it is small (mod-p sampling, Broder 1997; "FracMinHash"): the
same shingles are kept in every text, so that a part of a text, or a text inside another, shows as containment. A short text
keeps more of its own, so that few words are enough. All of it is vectorised: no Python loop over words.
"""

from __future__ import annotations

import unicodedata
from array import array
from functools import cache

import numpy as np
import numpy.typing as npt

from ..model import Imprint

Words = npt.NDArray[np.uint64]

SHINGLE = 3
# The most hashes that a text keeps is about SAMPLE; the share kept is a power of a half, so that samples nest.
SAMPLE = 192
BASE, MIX, STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC2B2AE3D27D4EB4F)
LEFT, RIGHT, HALF = np.uint64(33), np.uint64(29), np.uint64(32)
BLOCK = 1 << 18  # characters hashed at once
TABLE = 0x3000  # characters above this are letters (CJK) or rare signs; each is its own


def imprint(text: str) -> Imprint:
    """The imprint of a text; `words` counts its words. A text of fewer words than a shingle is one shingle."""
    starts, hashes = word_hashes(text)
    count = len(starts)
    if not count:
        return Imprint()
    size = min(SHINGLE, count)
    shingles = hashes[: count - size + 1]
    for at in range(1, size):
        shingles = shingles * STEP
        shingles += hashes[at : count - size + 1 + at]
    small = (mixed(shingles) >> HALF).astype(np.uint32)
    places = starts[: len(small)].astype(np.uint32)
    kept = share_of(len(small))
    if kept:
        held = (small <= np.uint32(limit(kept))).nonzero()[0]
        small, places = small[held], places[held]
    return Imprint(count, array("I", small.tobytes()), array("I", places.tobytes()))


def share(made: Imprint) -> int:
    """Which share of all hashes an imprint keeps: 0 for all of a short text's, n for one in 2**n."""
    return share_of(max(1, made.words - SHINGLE + 1))


def share_of(shingles: int) -> int:
    """The share that a text of so many shingles keeps."""
    found = 0
    while (shingles >> found) > SAMPLE:
        found += 1
    return found


def limit(share: int) -> int:
    """The largest hash within a share."""
    return (1 << (32 - share)) - 1


def word_hashes(text: str) -> tuple[npt.NDArray[np.int64], Words]:
    """Where each word begins, and its hash; case, accents and signs make no difference. A long text is taken in blocks."""
    found, begun = [], 0
    while len(text) - begun > BLOCK:
        cut = max(text.rfind(" ", begun + BLOCK // 2, begun + BLOCK), begun + BLOCK // 2)
        starts, hashes = words_of(text[begun:cut])
        found.append((starts + begun, hashes))
        begun = cut
    starts, hashes = words_of(text[begun:])
    if not found:
        return starts, hashes
    found.append((starts + begun, hashes))
    return np.concatenate([row[0] for row in found]), np.concatenate([row[1] for row in found])


def words_of(text: str) -> tuple[npt.NDArray[np.int64], Words]:
    """The words of one block."""
    units = np.frombuffer(f" {text} ".encode("utf-32-le", errors="surrogatepass"), np.uint32)
    codes = folding().take(units, mode="clip")
    if int(units.max()) >= TABLE:
        beyond = units >= TABLE
        codes[beyond] = units[beyond]
    is_letter = codes.astype(bool)
    starts = (is_letter[1:] > is_letter[:-1]).nonzero()[0]
    if not len(starts):
        return starts, codes[:0]
    up, down = powers(len(units))
    codes *= up[: len(units)]
    # What parts words counts 0, so that each sum up to the next word is that of a word.
    sums = np.add.reduceat(codes, starts + 1)
    sums *= down[starts]
    return starts, mixed(sums)


def mixed(hashes: Words) -> Words:
    """Hashes whose every bit depends on every bit (the finaliser of MurmurHash3)."""
    mixing = hashes >> LEFT
    mixing ^= hashes
    mixing *= MIX
    mixing ^= mixing >> RIGHT
    return mixing


@cache
def folding() -> Words:
    """For each character below TABLE its letter or digit without case and accent, 0 for what parts words; one for all above."""
    table = np.zeros(TABLE + 1, np.uint64)
    for code in range(TABLE):
        character = chr(code)
        if character.isalnum():
            plain = unicodedata.normalize("NFD", character.lower())[0]
            table[code] = ord(plain)
        elif unicodedata.category(character) == "Mn":
            table[code] = 1  # an accent that stands by itself goes on with its word
    table[TABLE] = 1
    return table


_powers: list[tuple[Words, Words]] = []


def powers(size: int) -> tuple[Words, Words]:
    """Powers of BASE modulo 2**64, and of its inverse, at least `size` of each; they are made once and grow."""
    if not _powers or len(_powers[0][0]) < size:
        wanted = max(1 << 16, 1 << (size - 1).bit_length())
        inverse = np.uint64(pow(int(BASE), -1, 1 << 64))
        made = [np.full(wanted, base, np.uint64) for base in (BASE, inverse)]
        for row in made:
            row[0] = 1
        _powers[:] = [(np.multiply.accumulate(made[0]), np.multiply.accumulate(made[1]))]
    return _powers[0]
