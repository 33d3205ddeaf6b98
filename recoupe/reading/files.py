"""Files: the files of what was given (files, folders, addresses), and their bytes within the limits."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..errors import EmptyInput, ReadingError, RefusedInput
from .address import download, is_address
from .limits import Limits


def files_under(paths: Iterable[str | Path], report: Callable[[ReadingError], None]) -> Iterator[str | Path]:
    """The files that the paths stand for, folders walked in order of name; hidden files and links out are left out."""
    for given in paths:
        if is_address(str(given)):
            yield str(given)
            continue
        path = Path(given)
        if path.is_dir():
            found = 0
            for folder, folders, names in os.walk(path, followlinks=False):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(names):
                    if not name.startswith(".") and not name.endswith("~"):
                        found += 1
                        yield Path(folder, name)
            if not found:
                report(EmptyInput(str(path), "there is no file in the folder"))
        elif path.exists() or path.is_symlink():
            yield path
        else:
            report(ReadingError(str(path), "there is no such file or folder", "check the path"))


def loaded(file: str | Path, limits: Limits) -> bytes:
    """The bytes of a file or of an address.

    Raises RefusedInput for what is too large or no plain file, EmptyInput for 0 bytes, ReadingError where the system says no.
    """
    if isinstance(file, str):
        return download(file, limits)
    name = str(file)
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):
            raise RefusedInput(name, "it is not a plain file")
        if about.st_size > limits.file:
            size = (
                f"it has {about.st_size / 1e6:.0f} MB, more than the {limits.file / 1e6:.0f} MB that are read at once"
            )
            raise RefusedInput(name, size, "split it, or give a higher limit")
        data = file.read_bytes()
    except OSError as error:
        raise ReadingError(name, error.strerror or str(error), "check the file and its permissions") from error
    if not data:
        raise EmptyInput(name, "the file has 0 bytes")
    return data
