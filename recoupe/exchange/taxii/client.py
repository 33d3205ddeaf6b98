"""A client of TAXII 2.1: discovery, API roots, collections, objects page by page, and sending; it trusts no server.

    with Client("https://taxii.partner.example/taxii2/", token="...") as client:
        for root in client.discovery().api_roots:
            for collection in client.collections(root):
                for page in client.objects(collection, added_after="2026-11-01T00:00:00Z"):
                    content = recoupe.exchange.stix.read(page.envelope)

It speaks HTTPS alone, with one host alone: no redirect and no address in an answer leads it, or its credentials, elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import TracebackType
from typing import Any
from urllib.parse import urljoin

import httpx

from ...errors import DamagedInput, ReadingError, RefusedInput, UsageError
from .answers import Answer, number, rows, status, text, texts
from .model import DEFAULT, ApiRoot, Collection, Discovery, Limits, Page, Status

MEDIA_TYPE = "application/taxii+json;version=2.1"
ADDED_LAST = "X-TAXII-Date-Added-Last"
LOCAL = ("localhost", "127.0.0.1", "::1")
REASONS = {
    401: "it does not know us",
    403: "we may not see it",
    404: "there is nothing at that address",
    406: "it does not speak TAXII 2.1",
    413: "it is larger than the server takes",
    429: "we ask too often",
}
MOST = 104_857_600  # bytes of a body, where an API root does not say


class Client:
    """A session with one server; `transport` is where a test stands in for it."""

    def __init__(
        self,
        url: str,
        *,
        token: str = "",
        user: tuple[str, str] | None = None,
        limits: Limits = DEFAULT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.url, self.limits = httpx.URL(url), limits
        if self.url.scheme != "https" and self.url.host not in LOCAL:
            raise UsageError(url, "it is not HTTPS", "what is shared may not pass in the clear")
        headers = {"Accept": MEDIA_TYPE} | ({"Authorization": f"Bearer {token}"} if token else {})
        self._http = httpx.Client(
            headers=headers, auth=user, timeout=limits.seconds, transport=transport, follow_redirects=False
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def discovery(self) -> Discovery:
        """What the server says of itself; API roots elsewhere are left out."""
        said, *_ = self._ask(str(self.url))
        roots = [str(self._here(one)) for one in texts(said, "api_roots") if self._is_here(one)]
        default = text(said, "default")
        default = str(self._here(default)) if default and self._is_here(default) else ""
        return Discovery(text(said, "title"), tuple(roots), default, text(said, "description"))

    def root(self, url: str) -> ApiRoot:
        """An API root."""
        said, *_ = self._ask(url)
        versions = tuple(texts(said, "versions"))
        return ApiRoot(url, text(said, "title"), versions, number(said, "max_content_length", MOST))

    def collections(self, root: str) -> list[Collection]:
        """The collections of an API root."""
        said, *_ = self._ask(below(root, "collections/"))
        return [
            Collection(
                root,
                text(row, "id"),
                text(row, "title"),
                text(row, "description"),
                row.get("can_read") is True,
                row.get("can_write") is True,
            )
            for row in rows(said, "collections")
            if text(row, "id")
        ]

    def objects(self, collection: Collection, *, added_after: str = "") -> Iterator[Page]:
        """The objects of a collection, page by page; those added after a moment (RFC 3339) where one is given.

        Raises RefusedInput where a server goes on without end.
        """
        asked = {"limit": str(self.limits.page)} | ({"added_after": added_after} if added_after else {})
        seen: set[str] = set()
        count = 0
        for _ in range(self.limits.pages):
            said, data, headers = self._ask(
                below(collection.root, f"collections/{part(collection.id)}/objects/"), asked
            )
            found = len(rows(said, "objects"))
            count += found
            if count > self.limits.objects:
                raise RefusedInput(collection.title, f"it holds more than {self.limits.objects} objects", "ask by day")
            if found:
                yield Page(data, found, headers.get(ADDED_LAST, ""))
            following = text(said, "next")
            if said.get("more") is not True or not following:
                return
            if following in seen:
                raise RefusedInput(collection.title, "its server leads in a circle", "tell whoever runs it")
            seen.add(following)
            asked = asked | {"next": following}
        raise RefusedInput(collection.title, f"it has more than {self.limits.pages} pages", "ask by day")

    def send(self, collection: Collection, objects: list[dict[str, Any]], *, most: int = MOST) -> Status:
        """Add objects to a collection; `most` is what its API root takes."""
        body = json.dumps({"objects": objects}, ensure_ascii=False).encode()
        if len(body) > most:
            raise RefusedInput(
                collection.title, f"{len(body)} bytes are more than the {most} that it takes", "send less"
            )
        url = below(collection.root, f"collections/{part(collection.id)}/objects/")
        said, *_ = self._ask(url, method="POST", body=body)
        return status(said)

    def status(self, root: str, id: str) -> Status:
        """What became of what was sent."""
        said, *_ = self._ask(below(root, f"status/{part(id)}/"))
        return status(said)

    def _is_here(self, url: str) -> bool:
        """Whether an address is on the server that was asked for."""
        try:
            there = self.url.join(url)
        except httpx.InvalidURL:
            return False
        return (there.scheme, there.host, there.port) == (self.url.scheme, self.url.host, self.url.port)

    def _here(self, url: str) -> httpx.URL:
        """An address on this server; a relative one is read from where the server was found."""
        if not self._is_here(url):
            raise RefusedInput(url, f"it is not on {self.url.host}", "ask that server by itself, if you trust it")
        return self.url.join(url)

    def _ask(
        self, url: str, asked: dict[str, str] | None = None, *, method: str = "GET", body: bytes | None = None
    ) -> tuple[Answer, bytes, httpx.Headers]:
        """An answer of the server as JSON, no larger than the limit."""
        there = self._here(url)
        headers = {"Content-Type": MEDIA_TYPE} if body is not None else {}
        try:
            with self._http.stream(method, there, params=asked, content=body, headers=headers) as answer:
                data = bytearray()
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > self.limits.answer:
                        raise RefusedInput(str(there), f"it answers with more than {self.limits.answer} bytes")
        except httpx.HTTPError as error:
            raise ReadingError(str(there), f"it cannot be reached: {type(error).__name__}", "try again later") from None
        if not answer.is_success:
            why = REASONS.get(answer.status_code, "it leads elsewhere" if answer.is_redirect else "it failed")
            after = answer.headers.get("Retry-After", "")
            raise ReadingError(
                str(there), f"{why} ({answer.status_code})", f"try again after {after[:30]}" if after else ""
            )
        if not answer.headers.get("Content-Type", "").replace(" ", "").startswith("application/taxii+json"):
            raise DamagedInput(str(there), "its answer is not TAXII", "is the address right?")
        try:
            said = json.loads(bytes(data)) if data else {}
        except (ValueError, RecursionError):
            raise DamagedInput(str(there), "its answer is not JSON") from None
        if not isinstance(said, dict):
            raise DamagedInput(str(there), "its answer is no JSON object")
        return said, bytes(data), answer.headers


def below(root: str, path: str) -> str:
    """An address below an API root."""
    return urljoin(root if root.endswith("/") else f"{root}/", path)


def part(id: str) -> str:
    """An identifier as a part of an address: refused where it would lead elsewhere."""
    if not id or not all(c.isascii() and (c.isalnum() or c in "-_~") for c in id):
        raise DamagedInput(id[:80], "it is no identifier of a collection")
    return id
