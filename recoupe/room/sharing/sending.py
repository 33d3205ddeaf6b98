"""Sending: one sealed message to the door of a partner over HTTPS, in stretches, going on where it was cut off.

See docs/protocol.md, "Over HTTPS". The door asks who comes: each request is signed by our keys over what it asks for.
"""

from __future__ import annotations

import hashlib
import ssl
import time
from urllib.parse import unquote

import httpx

from ...errors import BundleError, RecoupeError
from ...exchange.bundles.keys import Keys
from . import models

STRETCH = 2 << 20
SECONDS = 60.0
SIGNED_AS = "recoupe-door/1"


class Unreached(RecoupeError):
    """The partner's door could not be reached, or was shut for now."""


def token(keys: Keys, method: str, digest: str, size: int, offset: int, at: int | None = None) -> str:
    """What a request says in its Authorization: whose it is, when it was made, and the signature over what it asks for."""
    moment = int(time.time()) if at is None else at
    over = f"{SIGNED_AS}\n{method}\n{digest}\n{size}\n{offset}\n{moment}\n"
    return f"Recoupe {keys.public.id}.{moment}.{keys.signature(over.encode())}"


def trust(partner: models.Partner) -> ssl.SSLContext:
    """Whom to believe that they are the partner: the certificate on its card, else the authorities that everybody believes."""
    if partner.certificate:
        return ssl.create_default_context(cadata=partner.certificate)
    return ssl.create_default_context()


def client(partner: models.Partner) -> httpx.Client:
    """What speaks to a partner's door; it follows nobody elsewhere, and no proxy of the environment."""
    return httpx.Client(
        base_url=partner.endpoint, verify=trust(partner), timeout=SECONDS, follow_redirects=False, trust_env=False
    )


def send(partner: models.Partner, data: bytes, keys: Keys) -> str:
    """Deliver a message; what the door says of it. Raises Unreached to try again later, BundleError where it was refused."""
    digest, size = hashlib.sha256(data).hexdigest(), len(data)
    path = f"/exchange/v1/messages/{digest}"
    try:
        with client(partner) as door:
            answer = ask(door, "HEAD", path, keys, digest, size, 0)
            offset = int(answer.headers.get("Upload-Offset", "0"))
            while answer.status_code == 204 and offset < size:
                stretch = data[offset : offset + STRETCH]
                answer = ask(door, "PATCH", path, keys, digest, size, offset, stretch)
                offset = int(answer.headers.get("Upload-Offset", "0"))
            return said(partner, answer)
    except (httpx.HTTPError, ssl.SSLError, ValueError, OSError) as error:
        raise Unreached(
            partner.name, f"it cannot be reached: {error or type(error).__name__}", "it is tried again"
        ) from error


def ask(
    door: httpx.Client, method: str, path: str, keys: Keys, digest: str, size: int, offset: int, data: bytes = b""
) -> httpx.Response:
    """One request to a door."""
    headers = {
        "Authorization": token(keys, method, digest, size, offset),
        "Upload-Length": str(size),
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
    }
    return door.request(method, path, headers=headers, content=data if method == "PATCH" else None)


def said(partner: models.Partner, answer: httpx.Response) -> str:
    """What a door said of a message. Raises BundleError where it refuses it for good, Unreached where it may be otherwise later."""
    if answer.status_code in (200, 201):
        return "let in"
    code = answer.headers.get("Recoupe-Code", "")
    why = unquote(answer.headers.get("Recoupe-Why", ""))[:1000] or f"it answered {answer.status_code}"
    if answer.status_code in (400, 413, 422):
        raise BundleError(partner.name, why, "", code or "refused")
    raise Unreached(partner.name, why, "it is tried again")
