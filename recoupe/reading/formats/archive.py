"""Archives: ZIP and gzip; each member is an input of its own, and nothing is unpacked beyond the limits."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from ...errors import DamagedInput, EmptyInput, EncryptedInput, ReadingError, RefusedInput
from ..input import Input
from ..limits import Limits
from ..received import Received

CHUNK = 1 << 20
# A file of a few kilobytes may well shrink two hundred times; a bomb is only one when it is large.
HARMLESS = 1 << 20
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    struct.error,
    OSError,
    ValueError,
    RuntimeError,
)
ENCRYPTED = 0x1


def opened_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive in these bytes. Raises DamagedInput where its directory is missing or broken."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except FAULTS as error:
        raise DamagedInput(name, "the archive is cut off or damaged", "get it again") from error


def read_zip(given: Input) -> Iterator[Received]:
    """The members of an archive in their order; each that cannot be read goes to `report`."""
    archive = opened_zip(given.data, given.name)
    members = [item for item in archive.infolist() if not item.is_dir() and not is_litter(item.filename)]
    if not members:
        raise EmptyInput(given.name, "the archive has no member")
    for item in members:
        given.budget.take_member(given.name)
        name = f"{given.name}!{item.filename}"
        try:
            data = member(archive, item, name, given.limits)
            given.budget.take_bytes(len(data), given.name)
            if not data:
                raise EmptyInput(name, "the file has 0 bytes")
        except ReadingError as error:
            given.report(error)
            if given.budget.bytes_left < 0:
                return
            continue
        yield from given.inner(data, name)


def member(archive: zipfile.ZipFile, item: zipfile.ZipInfo, name: str, limits: Limits) -> bytes:
    """The bytes of a member.

    Raises RefusedInput for a path that leaves the archive, for what is too large or a bomb, EncryptedInput for one that
    needs a password, DamagedInput for one that does not unpack.
    """
    if leaves(item.filename):
        raise RefusedInput(
            name, "its path leaves the archive", "the archive may be made to harm: check where it comes from"
        )
    if item.flag_bits & ENCRYPTED:
        raise EncryptedInput(name, "it needs a password", "unpack it and give the files")
    if item.file_size > limits.member:
        raise RefusedInput(name, too_large(limits), "unpack it and split it")
    refuse_bomb(item.file_size, item.compress_size, name, limits)
    try:
        with archive.open(item) as stream:
            return bounded(stream, item.compress_size, name, limits)
    except ReadingError:
        raise
    except FAULTS as error:
        raise DamagedInput(name, f"it does not unpack: {str(error)[:100]}", "get the archive again") from error


def bounded(stream: Any, packed: int, name: str, limits: Limits) -> bytes:
    """The bytes of a stream, refused as soon as they pass the limits."""
    parts: list[bytes] = []
    size = 0
    while part := stream.read(CHUNK):
        size += len(part)
        if size > limits.member:
            raise RefusedInput(name, too_large(limits), "unpack it and split it")
        refuse_bomb(size, packed, name, limits)
        parts.append(part)
    return b"".join(parts)


def too_large(limits: Limits) -> str:
    """The reason for refusing a member by its size."""
    return f"it unpacks to more than the {limits.member / 1e6:.0f} MB that are read at once"


def refuse_bomb(size: int, packed: int, name: str, limits: Limits) -> None:
    """Raises RefusedInput for what grows beyond all reason when it is unpacked."""
    if size > HARMLESS and size > limits.ratio * max(1, packed):
        raise RefusedInput(
            name, f"it unpacks to more than {limits.ratio} times its size, as archive bombs do", "unpack it yourself"
        )


def leaves(path: str) -> bool:
    """Whether the path of a member leads out of the archive."""
    parts = re.split(r"[/\\]", path)
    return path.startswith(("/", "\\")) or ".." in parts or bool(re.match(r"[A-Za-z]:", path)) or "\x00" in path


def is_litter(path: str) -> bool:
    """Whether a member is a by-product of an operating system."""
    parts = path.split("/")
    return parts[0] == "__MACOSX" or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")


def read_gzip(given: Input) -> Iterator[Received]:
    """The one file in gzip bytes; WARC files are many streams one after the other."""
    import gzip

    limits = given.limits
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(given.data)) as stream:
            data = bounded(stream, len(given.data), given.name, limits)
    except (OSError, EOFError, zlib.error) as error:
        raise DamagedInput(given.name, "the gzip file is cut off or damaged", "get it again") from error
    given.budget.take_member(given.name)
    given.budget.take_bytes(len(data), given.name)
    if not data:
        raise EmptyInput(given.name, "the file has 0 bytes")
    yield from given.inner(data, re.sub(r"\.gz(?:ip)?$", "", given.name, flags=re.IGNORECASE))
