"""Event types: the page of the documentation that lists them, made from the data.

python -m recoupe.extraction.eventtypes > docs/event-types.md
"""

from __future__ import annotations

from ..languages import available, table

INTRODUCTION = """# Event types

The types are PLOVER root codes (Open Event Data Alliance) with the modes of this field. This page is made from
`recoupe/languages/common/events.toml` and the triggers of each language; a test fails when it is out of date.

For each type: the roles that participants take, the details kept in the document's words, and what names it.
"""


def page() -> str:
    """The page, in Markdown."""
    parts = [INTRODUCTION]
    for name, row in table("common", "events").items():
        positions = {
            key: value for key, value in row.items() if isinstance(value, str) and key not in ("description", "merge")
        }
        roles = list(dict.fromkeys(role for key, role in positions.items() if key not in row.get("details", {})))
        details = list(dict.fromkeys(row.get("details", {}).values()))
        parts.append(f"## {name}\n\n{row['description']}.\n")
        lines = [f"- Roles: {', '.join([*roles, 'place'])}"]
        if details:
            lines.append(f"- Details: {', '.join(details)}")
        for language in available():
            words = _words(language, name)
            if words:
                lines.append(f"- Named in `{language}` by: {', '.join(words)}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _words(language: str, name: str) -> list[str]:
    found: list[str] = []
    for row in table(language, "events")["trigger"]:
        if row["type"] == name:
            for key in ("verbs", "reflexive", "nouns", "phrases"):
                found += row.get(key, ())
    return list(dict.fromkeys(found))


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
