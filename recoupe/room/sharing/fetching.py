"""Fetching: a partner's card from its address, over TLS alone, and never from a machine that stands inside our own network.

The name is resolved once, all that it resolves to is looked at, and just that is spoken to: nobody can turn it elsewhere between.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from ...errors import UsageError
from ...exchange.bundles.card import LARGEST

PATH = "/exchange/v1/card"
SECONDS = 10.0


def card_at(url: str) -> bytes:
    """The card that is shown at an address such as https://room.example.org. Raises UsageError saying why there is none."""
    host, port = where(url)
    ip = reached(host, port)
    at = f"[{ip}]" if ":" in ip else ip
    shown = f"[{host}]" if ":" in host else host
    headers = {
        "Host": shown if port == 443 else f"{shown}:{port}",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
    }
    ends = time.monotonic() + 3 * SECONDS
    try:
        with (
            httpx.Client(
                verify=ssl.create_default_context(), timeout=SECONDS, follow_redirects=False, trust_env=False
            ) as client,
            client.stream(
                "GET", f"https://{at}:{port}{PATH}", headers=headers, extensions={"sni_hostname": host}
            ) as answer,
        ):
            if answer.status_code != 200:
                raise no_card(host, _("it answers %(status)d") % {"status": answer.status_code})
            data = b""
            for some in answer.iter_raw(8192):
                data += some
                if len(data) > LARGEST or time.monotonic() > ends:
                    raise no_card(host, _("what it shows is larger than a card, or comes too slowly"))
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError, ValueError, OSError) as error:
        raise no_card(
            host, _("it cannot be reached over TLS: %(why)s") % {"why": str(error) or type(error).__name__}
        ) from error
    return data


def no_card(host: str, why: str) -> UsageError:
    """The error where an address shows no card."""
    return UsageError(host, why, _("ask the partner for its card as a file"))


def where(url: str) -> tuple[str, int]:
    """The host and port of an address. Raises UsageError where it is none over TLS."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        parts, host, port = urlsplit(""), "", 0
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if parts.scheme != "https" or not host or not is_plain or parts.path not in ("", "/", PATH):
        raise UsageError(
            url[:120], _("it is no address of a room"), _("write it as https://room.example.org, or take a file")
        )
    return host, port


def reached(host: str, port: int) -> str:
    """The address of the machine that a name stands for. Raises UsageError where any of them is not on the public network."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise no_card(host, _("nobody knows this name")) from error
    found = [str(row[4][0]).partition("%")[0] for row in rows]
    if not settings.PRIVATE_PARTNERS and not all(is_public(one) for one in found):
        raise no_card(host, _("it is an address inside a network, not on the public one"))
    return found[0]


def is_public(ip: str) -> bool:
    """Whether a machine is on the public network, an IPv4 address within one of IPv6 included."""
    one = ipaddress.ip_address(ip)
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if one in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)))
    return one.is_global and not one.is_multicast
