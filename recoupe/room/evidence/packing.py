"""Packing: offset maps and imprints as few bytes, and back."""

from __future__ import annotations

import sys
import zlib
from array import array
from itertools import accumulate, pairwise

MASK = 0xFFFFFFFF


def packed(numbers: array[int]) -> bytes:
    """Unsigned 32-bit numbers as compressed steps from one to the next; nearly all steps are 1, so little is left."""
    steps = array("I", numbers[:1])
    steps.extend((after - before) & MASK for before, after in pairwise(numbers))
    if sys.byteorder == "big":
        steps.byteswap()
    return zlib.compress(steps.tobytes(), level=6)


def unpacked(data: bytes) -> array[int]:
    """The numbers that were packed."""
    steps = array("I", zlib.decompress(data))
    if sys.byteorder == "big":
        steps.byteswap()
    return array("I", accumulate(steps, lambda before, step: (before + step) & MASK))


def plain_bytes(numbers: array[int]) -> bytes:
    """Unsigned 32-bit numbers as they are, little-endian: hashes, which nothing makes shorter."""
    told = array("I", numbers)
    if sys.byteorder == "big":
        told.byteswap()
    return told.tobytes()


def numbers(data: bytes) -> array[int]:
    """The numbers of `plain_bytes`."""
    found = array("I", data)
    if sys.byteorder == "big":
        found.byteswap()
    return found
