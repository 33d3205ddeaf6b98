"""Make recoupe/briefing/data/land.json, the coastlines of the map, from the npm package world-atlas.

Its data are Natural Earth's, in the public domain.

Run once: `npm pack world-atlas && tar xzf world-atlas-*.tgz && python scripts/make_land.py package/land-110m.json`.
"""

import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "recoupe" / "briefing" / "data" / "land.json"


def main(path: str) -> None:
    """Decode the TopoJSON arcs to rings of [longitude, latitude], in tenths of a degree."""
    topology = json.loads(Path(path).read_text())
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round((x * sx + tx) * 10), round((y * sy + ty) * 10)))
        arcs.append(points)

    def ring(indexes: list[int]) -> list[int]:
        points: list[tuple[int, int]] = []
        for index in indexes:
            part = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += part[1:] if points else part
        kept = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
        return [value for point in kept for value in point]

    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            rings += [ring(line) for line in polygon]
    rings = [r for r in rings if len(r) > 10]
    OUT.write_text(json.dumps(rings, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
