"""GeoJSON: the places named and the events told there, as points (RFC 7946), each with its sentence's offsets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from .exporting import Export


def write(export: Export, out: BinaryIO) -> None:
    """Write an export as a FeatureCollection; `export` is a foreign member (RFC 7946, section 6.1)."""
    about = json.dumps(export.about(), ensure_ascii=False)
    out.write(f'{{"type": "FeatureCollection", "export": {about}, "features": ['.encode())
    for number, feature in enumerate(features(export)):
        separator = ",\n" if number else "\n"
        out.write((separator + json.dumps(feature, ensure_ascii=False)).encode("utf-8", errors="replace"))
    out.write(b"\n]}\n")


def features(export: Export) -> Iterator[dict[str, Any]]:
    """A feature for each mention of a place, and for each event with a place, whose coordinates are known."""
    for pair in export.plain():
        document, evidence = pair["document_received"], pair["evidence"]
        entities = evidence["entities"]
        told = {"document": document["id"], "document_name": document["name"], "title": document["title"]}
        marking = document["marking"]
        told |= {"marking": f"TLP:{marking['tlp']}", "originator": marking["originator"]}
        told["releasable_to"] = marking["releasable_to"]
        placed = [("mention", mention, mention["entity"]) for mention in evidence["mentions"]]
        placed += [("event", event, event["place"]) for event in evidence["events"]]
        for kind, piece, place in placed:
            entity = entities.get(place)
            if not entity or entity["latitude"] is None or entity["longitude"] is None:
                continue
            properties = {"kind": kind, "text": piece["text"], "start": piece["start"], "end": piece["end"]}
            properties |= {"original": piece["original"], "place": entity["name"], "geonames": entity["geonames"]}
            properties["is_standing"] = piece["fall"] is None
            if kind == "event":
                for name in ("type", "status", "begins", "ends", "recurrence", "speaker"):
                    properties[name] = piece[name]
            point = {"type": "Point", "coordinates": [entity["longitude"], entity["latitude"]]}
            yield {"type": "Feature", "geometry": point, "properties": properties | told}
