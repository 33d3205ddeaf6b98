"""JSON-LD: the brief in the words of schema.org and PROV-O: lines derived from sentences, sentences quoted from texts."""

from __future__ import annotations

import json
from typing import Any

from ..exchange.marks import line as in_one_line
from ..identifiers import digest
from .model import Brief, Citation, Line, Section, Source

CONTEXT = {"@vocab": "https://schema.org/", "prov": "http://www.w3.org/ns/prov#"}

Node = dict[str, Any]


def rendered(brief: Brief) -> bytes:
    """The brief as UTF-8 JSON-LD 1.1: one graph of the report, its claims, the sentences and the texts."""
    return (json.dumps({"@context": CONTEXT, "@graph": graph(brief)}, ensure_ascii=False, indent=1) + "\n").encode()


def graph(brief: Brief) -> list[Node]:
    """The nodes, each once."""
    name = f"urn:recoupe:brief:{digest(brief.to_dict())}"
    sentences = {citation.number: address(citation) for citation in brief.citations}
    claims = [
        claim(f"{name}#{number}", name, section, line, sentences)
        for number, (section, line) in enumerate((s, line) for s in brief.sections for line in s.lines)
    ]
    texts = [link(text_address(source.document)) for source in brief.sources]
    report: Node = {
        "@id": name,
        "@type": ["Report", "prov:Entity"],
        "name": brief.title,
        "description": " ".join(part for part in (brief.subtitle, brief.made_of) if part),
        "inLanguage": brief.language,
        "conditionsOfAccess": in_one_line(brief.marking),
        "hasPart": [link(one["@id"]) for one in claims],
        "isBasedOn": texts,
        "prov:wasDerivedFrom": texts,
    }
    found = {address(citation): quotation(citation) for citation in brief.citations}
    return [report, *claims, *found.values(), *(text(source) for source in brief.sources)]


def claim(id: str, report: str, section: Section, line: Line, sentences: dict[int, str]) -> Node:
    """A line of the brief; `creativeWorkStatus` is its tone where it is not simply reported."""
    on = [link(address) for address in dict.fromkeys(sentences[n] for n in line.citations if n in sentences)]
    told: Node = {
        "@id": id,
        "@type": ["Claim", "prov:Entity"],
        "text": line.text.strip(),
        "isPartOf": link(report),
        "about": section.title,
        "citation": on,
        "isBasedOn": on,
        "prov:wasDerivedFrom": on,
    }
    return told | ({"creativeWorkStatus": line.tone} if line.tone else {})


def quotation(citation: Citation) -> Node:
    """A sentence, in the characters of its text (RFC 5147)."""
    told: Node = {
        "@id": address(citation),
        "@type": ["Quotation", "prov:Entity"],
        "text": citation.quote,
        "isPartOf": link(text_address(citation.document)),
        "prov:wasQuotedFrom": link(text_address(citation.document)),
        "prov:wasDerivedFrom": link(text_address(citation.document)),
    }
    return told | ({"pagination": str(citation.page)} if citation.page else {})


def text(source: Source) -> Node:
    """A text that the brief stands on, under its own marking."""
    told: Node = {
        "@id": text_address(source.document),
        "@type": ["CreativeWork", "prov:Entity"],
        "name": source.title or source.name,
        "inLanguage": source.language,
        "conditionsOfAccess": in_one_line(source.marking),
        "position": source.number,
    }
    if source.outlet:
        told["publisher"] = {"@type": "Organization", "name": source.outlet}
    if source.url:
        told["url"] = source.url
    return told


def address(citation: Citation) -> str:
    """What a sentence is called: its text and the characters in it."""
    return f"{text_address(citation.document)}#char={citation.start},{citation.end}"


def text_address(document: str) -> str:
    """What a text is called: the hash of its bytes."""
    return f"urn:sha256:{document}"


def link(id: str) -> Node:
    """A reference to a node."""
    return {"@id": id}
