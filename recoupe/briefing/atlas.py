"""Atlas: the small map of a brief, as SVG: coastlines of Natural Earth (public domain) and the places named."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from .model import Point

WIDTH, MOST_HEIGHT, MARGIN = 660, 420, 0.18
LEAST_DEGREES = 14.0


@dataclass(frozen=True)
class Frame:
    """The part of the world that is drawn, in degrees, and how it is laid on paper (equirectangular, at its middle latitude)."""

    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude here."""
        return max(0.2, math.cos(math.radians((self.south + self.north) / 2)))

    @property
    def height(self) -> float:
        """The height of the map for its width."""
        return WIDTH * (self.north - self.south) / ((self.east - self.west) * self.squeeze)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point lies on the map, from its upper left corner."""
        x = (longitude - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - latitude) / (self.north - self.south) * self.height
        return round(x, 1), round(y, 1)


@cache
def land() -> list[list[int]]:
    """Coastlines as rings of longitude, latitude in tenths of a degree (see scripts/make_land.py)."""
    rings: list[list[int]] = json.loads((Path(__file__).parent / "data" / "land.json").read_text(encoding="utf-8"))
    return rings


def frame(points: Sequence[Point]) -> Frame:
    """The smallest frame around the points with some room, not narrower than a region."""
    longitudes, latitudes = [p.longitude for p in points], [p.latitude for p in points]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    across, up = max(east - west, LEAST_DEGREES), max(north - south, LEAST_DEGREES * 0.6)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    across, up = across * (1 + 2 * MARGIN), up * (1 + 2 * MARGIN)
    up = max(up, across * 0.45 * max(0.2, math.cos(math.radians(middle_y))))
    south, north = max(-75.0, middle_y - up / 2), min(84.0, middle_y + up / 2)
    made = Frame(max(-180.0, middle_x - across / 2), south, min(180.0, middle_x + across / 2), north)
    if made.height > MOST_HEIGHT:
        grown = across * made.height / MOST_HEIGHT
        made = Frame(max(-180.0, middle_x - grown / 2), south, min(180.0, middle_x + grown / 2), north)
    return made


def svg(points: Sequence[Point], title: str) -> str:
    """The map as an SVG element with a title; "" where there is no point. Names avoid one another where they can."""
    if not points:
        return ""
    view = frame(points)
    height = round(view.height)
    shapes = "".join(shape(ring, view) for ring in land())
    dots: list[str] = []
    taken: list[tuple[float, float, float, float]] = []
    for point in points:
        x, y = view.place(point.longitude, point.latitude)
        dots.append(f'<circle cx="{x}" cy="{y}" r="3.4"/>')
        label = labelled(point.name, x, y, taken, height)
        if label:
            dots.append(label)
    size = f'width="{WIDTH}" height="{height}"'
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">'
        f'<title>{escape(title)}</title><rect class="sea" {size}/>'
        f'<path class="land" d="{shapes}"/>{"".join(dots)}</svg>'
    )


def labelled(name: str, x: float, y: float, taken: list[tuple[float, float, float, float]], height: float) -> str:
    """The name beside its point, on the first side where it hides no other; left out where it would hide one on each."""
    width = 6.4 * len(name)
    for dx, dy, anchor in ((6, 4, "start"), (-6, 4, "end"), (0, -7, "middle"), (0, 16, "middle")):
        left = x + dx - (width if anchor == "end" else width / 2 if anchor == "middle" else 0)
        box = (left, y + dy - 11, left + width, y + dy + 3)
        inside = left > 0 and left + width < WIDTH and box[1] > 0 and box[3] < height
        if inside and all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken):
            taken.append(box)
            return f'<text x="{x + dx}" y="{y + dy}" text-anchor="{anchor}">{escape(name)}</text>'
    return ""


def shape(ring: list[int], view: Frame) -> str:
    """A ring as an SVG path where it may touch the frame."""
    longitudes, latitudes = ring[::2], ring[1::2]
    if (
        max(longitudes) < view.west * 10
        or min(longitudes) > view.east * 10
        or max(latitudes) < view.south * 10
        or min(latitudes) > view.north * 10
    ):
        return ""
    points = [view.place(x / 10, y / 10) for x, y in zip(longitudes, latitudes, strict=True)]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
