"""Load: pages asked for by one person and by fifty at once, a fixed number of times, and how long each took."""

from __future__ import annotations

import gzip
import http.client
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import product

REPEATS, WARMING = 24, 1  # times that one person asks for each address
USERS, VISITS, PAUSE_SECONDS = 50, 8, 10.0
RUSHED = 6  # pages of each of fifty who do not pause


@dataclass
class Measured:
    """Seconds of each answer, by page; its weight, plain and compressed; and all that was not an answer."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    weight: dict[str, tuple[int, int]] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    whole: float = 0.0


class Visitor:
    """Someone who is signed in, with one connection."""

    def __init__(self, port: int, session: str) -> None:
        self._port, self._headers = port, {"Cookie": f"recoupe={session}", "Accept-Language": "fr"}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def asks(self, page: str, address: str, told: Measured) -> None:
        """Ask for a page and note how long the whole of it took."""
        begun = time.perf_counter()
        try:
            self._connection.request("GET", address, headers=self._headers)
            answer = self._connection.getresponse()
            body = answer.read()
        except (http.client.HTTPException, OSError):  # gunicorn closes a connection that was idle for long
            self._connection.close()
            self._connection.request("GET", address, headers=self._headers)
            answer = self._connection.getresponse()
            body = answer.read()
        told.seconds[page].append(time.perf_counter() - begun)
        told.weight[page] = len(body), len(gzip.compress(body)) if page not in told.weight else told.weight[page][1]
        if answer.status != 200:
            told.failed.append(f"{answer.status} {address}")


def alone(port: int, session: str, pages: dict[str, list[str]], spent: Callable[[], float]) -> Measured:
    """One person, one page after the other; what the server does once for all is thrown away. `spent` reads its processor time."""
    visitor, told = Visitor(port, session), Measured()
    for page, addresses in pages.items():
        for _, address in product(range(WARMING), addresses):
            visitor.asks(page, address, Measured())
        before = spent()
        for _, address in product(range(max(1, REPEATS // len(addresses))), addresses):
            visitor.asks(page, address, told)
        told.processor[page] = (spent() - before) / len(told.seconds[page])
    return told


def together(
    port: int, sessions: Iterable[str], pages: dict[str, list[str]], visits: int, pause: float, seed: int = 3
) -> Measured:
    """Many people at once, each asking for pages by chance, with a pause in between as long as one looks at a page."""
    told = Measured()

    def visit(session: str, chance: random.Random) -> Callable[[], None]:
        def go() -> None:
            visitor = Visitor(port, session)
            for _ in range(visits):
                if pause:
                    time.sleep(chance.uniform(0, 2 * pause))
                page = chance.choice(list(pages))
                visitor.asks(page, chance.choice(pages[page]), told)

        return go

    threads = [threading.Thread(target=visit(one, random.Random(seed + n))) for n, one in enumerate(sessions)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.whole = time.perf_counter() - begun
    return told


def part(seconds: list[float], share: float) -> float:
    """The time within which this share of the answers came, in milliseconds."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))] if ordered else float("nan")
