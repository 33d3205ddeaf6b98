"""Address: the bytes behind a URL that someone typed; the only place that uses the network."""

from __future__ import annotations

import urllib.error
import urllib.request

from ..errors import ReadingError, RefusedInput
from .limits import Limits

SCHEMES = ("http://", "https://")


def is_address(path: str) -> bool:
    """Whether what was given is a URL and not a path."""
    return path.startswith(SCHEMES)


def download(address: str, limits: Limits) -> bytes:
    """The bytes at an address. Raises RefusedInput above the limit, ReadingError where the network or the server says no."""
    request = urllib.request.Request(address, headers={"User-Agent": "recoupe (one page, asked for by a person)"})
    try:
        with urllib.request.urlopen(request, timeout=limits.seconds) as response:
            data: bytes = response.read(limits.download + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise ReadingError(
            address, f"it could not be fetched: {reason}", "check the address and the network"
        ) from error
    if len(data) > limits.download:
        raise RefusedInput(address, f"it has more than {limits.download / 1e6:.0f} MB", "save it and give the file")
    return data
