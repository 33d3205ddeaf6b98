"""Names: who and what is named (persons with office, organisations, countries, places, groups), resolved to entities."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from babel import Locale

from ..model import Entity, EntityKind, Mention
from . import organisations as bodies
from .acronyms import same_all_over, spelled_out
from .candidates import Candidate, Taken
from .capitals import folded, lower_words, runs, words
from .countries import best, geographical, kingdoms
from .gazetteer import Sort, gazetteer, organisation_by_name
from .offices import offices
from .people import people
from .persons import persons
from .view import Sentence, Token, View

# Of overlapping names the one whose kind stands first is kept; countries and nationalities may stand inside any but a person.
ORDER = (
    EntityKind.ORGANISATION,
    EntityKind.PERSON,
    EntityKind.OFFICE,
    EntityKind.PLACE,
    EntityKind.GROUP,
    EntityKind.ROLE,
)

# Rules for organisations that leave no person in what they find.
SURE = frozenset(f"names.organisation-{rule}" for rule in ("noun", "listed", "quoted", "word", "alone"))

OF_PLACE, EXPANDED = "names.organisation-of-place", "names.organisation-expanded"

# Characters of the longest stretch read at once, and how many countries named before are remembered.
LONGEST, MOST_RECENT = 2000, 50


def names(view: View) -> tuple[dict[str, Entity], tuple[Mention, ...]]:
    """The entities of a document and where it names them, in the order of the text."""
    lower = lower_words(view.sentences)
    surnames: dict[str, str] = {}
    spoken: Counter[str] = Counter()
    own = view.document.source.country if view.document.source else None
    body_country: str | None = None
    recent: list[str] = []
    found: list[Candidate] = []
    unclaimed: list[tuple[int, int, str]] = []
    for sentence in (part for whole in view.sentences for part in bounded(whole)):
        fresh = list(in_sentence(sentence, lower, surnames, spoken, unclaimed))
        fresh += kingdoms(sentence, recent + [c.name for c in fresh if c.kind is EntityKind.COUNTRY], own)
        kept = without_overlaps(fresh)
        kept, body_country = with_countries(sentence, kept, body_country, own)
        recent = [*recent, *(c.name for c in kept if c.kind is EntityKind.COUNTRY)][-MOST_RECENT:]
        found += kept
    found = sorted([*found, *told_later(found, unclaimed)], key=lambda c: (c.start, -c.end))
    return entities_of(view, same_all_over(again(found, surnames)), spoken)


def told_later(found: Sequence[Candidate], unclaimed: Sequence[tuple[int, int, str]]) -> list[Candidate]:
    """Names of which only another sentence tells that they are a person's."""
    known = {folded(c.name) for c in found if c.kind is EntityKind.PERSON and " " in c.name}
    if not known or not unclaimed:
        return []
    taken = {at for c in found if c.kind is not EntityKind.COUNTRY for at in (c.start, c.end)}
    return [
        Candidate(start, end, EntityKind.PERSON, name, "names.person-again")
        for start, end, name in unclaimed
        if folded(name) in known and start not in taken and end not in taken
    ]


def bounded(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence in stretches of at most `LONGEST` characters, cut at a space where there is one: what follows compares
    the names of a stretch with one another, and a line without an end must not make that quadratic."""
    text, at = sentence.text, 0
    if len(text) <= LONGEST:
        yield sentence
        return
    while at < len(text):
        end = min(at + LONGEST, len(text))
        space = text.rfind(" ", at, end) if end < len(text) else -1
        end = space if space > at else end
        yield replace(sentence, text=text[at:end], start=sentence.start + at, end=sentence.start + end)
        at = end


def in_sentence(
    sentence: Sentence,
    lower: frozenset[str],
    surnames: dict[str, str],
    spoken: Counter[str],
    unclaimed: list[tuple[int, int, str]],
) -> list[Candidate]:
    """All that may be a name in a sentence, overlaps included."""
    straight = sentence.text.replace("’", "'")
    matches = list(gazetteer(sentence.language).find(straight))
    tokens = sentence.tokens
    starts = [token.start for token in tokens]
    capitals = runs(sentence, lower)
    found: list[Candidate] = []
    known: set[int] = set()
    for one in matches:
        for entry in one.entries:
            if entry.sort is Sort.ORGANISATION:
                row = organisation_by_name()[entry.key]
                start, end = sentence.start + one.start, sentence.start + one.end
                found.append(
                    Candidate(
                        start,
                        end,
                        EntityKind.ORGANISATION,
                        entry.key,
                        "names.organisation-known",
                        row.get("country"),
                        acronym=row.get("acronym"),
                    )
                )
        known.update(covered(starts, tokens, sentence.start + one.start, sentence.start + one.end))
    organisations = {n for c in found for n in covered(starts, tokens, c.start, c.end)}
    found += geographical(sentence, matches, capitals, spoken)
    held = list(offices(sentence.low, straight, sentence.language))
    for office in held:
        found += of_office(sentence, office.start, office.end, office.name, office.country, office.is_plural)
    found += bodies.natural(sentence)
    found += bodies.quoted(sentence)
    found += bodies.cued(sentence, capitals, organisations)
    taken = organisations | {n for c in found if c.rule in SURE for n in covered(starts, tokens, c.start, c.end)}
    found += persons(sentence, capitals, held, taken, surnames, known, unclaimed)
    for candidate, is_inside in bodies.acronyms(sentence, known):
        whole = spelled_out(sentence, candidate) if is_inside else None
        found += [whole] if whole else []
        found.append(expanded(sentence, found, candidate) if is_inside else candidate)
    found += people(sentence)
    return found


def covered(starts: Sequence[int], tokens: Sequence[Token], start: int, end: int) -> range:
    """The indexes of the tokens that a span of the document touches; `starts` are those of the tokens."""
    first = bisect_left(starts, start)
    if first and tokens[first - 1].end > start:
        first -= 1
    return range(first, bisect_left(starts, end))


def of_office(
    sentence: Sentence, start: int, end: int, name: str, country: str | None, is_plural: bool
) -> list[Candidate]:
    """An office as a candidate; one for each portfolio where several are held ("ministres de la Justice et de l'Intérieur")."""
    head, _, charge = name.partition(" ")
    parts = (
        [p for joint in (" et ", " and ") for p in charge.split(joint)]
        if is_plural and (" et " in charge or " and " in charge)
        else []
    )
    parts = [p for p in parts if p != charge] if parts else []
    base = sentence.start
    needs = country is None
    if not parts:
        single = head.removesuffix("s") if is_plural else head
        full = f"{single} {charge}".strip()
        return [
            Candidate(
                base + start,
                base + end,
                EntityKind.OFFICE,
                full,
                "names.office",
                country,
                needs_country=needs and not is_plural,
            )
        ]
    found: list[Candidate] = []
    at = start
    text = sentence.text.replace("’", "'")
    for part in parts:
        where = text.find(part, at, end)
        if where < 0:
            continue
        first = start if not found else where
        found.append(
            Candidate(
                base + first,
                base + where + len(part),
                EntityKind.OFFICE,
                f"{head.removesuffix('s')} {part}",
                "names.office-listed",
                country,
                needs_country=needs,
            )
        )
        at = where + len(part)
    return found


def expanded(sentence: Sentence, found: list[Candidate], acronym: Candidate) -> Candidate:
    """An acronym in parentheses with the organisation right before it as what it stands for."""
    before = [c for c in found if c.kind is EntityKind.ORGANISATION and 0 <= acronym.start - c.end <= 3]
    for candidate in sorted(before, key=lambda c: c.start):
        if bodies.expands(candidate.name, acronym.name) or candidate.acronym:
            return replace(
                acronym, name=candidate.name, country=candidate.country, needs_country=candidate.needs_country
            )
    return acronym


def without_overlaps(found: list[Candidate]) -> list[Candidate]:
    """The candidates that stand: of those that overlap the known, then the longer one; countries may stand inside others."""
    rank = {kind: n for n, kind in enumerate(ORDER)}
    taken, persons_taken, countries = Taken(), Taken(), Taken()
    kept: list[Candidate] = []
    named = [c for c in found if c.kind is not EntityKind.COUNTRY]
    for c in sorted(named, key=lambda c: (c.rule == OF_PLACE, c.start - c.end, rank[c.kind], c.rule != EXPANDED)):
        if not taken.covers(c.start, c.end):
            taken.add(c.start, c.end)
            kept.append(c)
            if c.kind is EntityKind.PERSON or (c.kind is EntityKind.PLACE and " " in c.name):
                persons_taken.add(c.start, c.end)
        elif c.kind is EntityKind.PLACE and any(
            k.rule == OF_PLACE and k.start < c.start and c.end <= k.end for k in kept
        ):
            kept.append(c)
        elif c.rule in SURE and any(k.kind is EntityKind.OFFICE and k.start < c.start and c.end <= k.end for k in kept):
            kept.append(c)  # the body that an office is held in: "président du Syndicat des pêcheurs"
    for c in sorted((c for c in found if c.kind is EntityKind.COUNTRY), key=lambda c: c.start - c.end):
        if not persons_taken.covers(c.start, c.end) and not countries.covers(c.start, c.end):
            countries.add(c.start, c.end)
            kept.append(c)
    spans = {(c.start, c.end) for c in kept if c.kind is EntityKind.COUNTRY}
    return sorted(
        (c for c in kept if c.kind is not EntityKind.PLACE or (c.start, c.end) not in spans),
        key=lambda c: (c.start, -c.end),
    )


def with_countries(
    sentence: Sentence, kept: list[Candidate], body: str | None, own: str | None
) -> tuple[list[Candidate], str | None]:
    """Ministries, services and offices with the country that they belong to where they do not say it.

    It is that of an official body named in the sentence ("Spanish police"), else of a country named before them in it
    (not inside another name), else that of the last body whose country was said, else the one where the text appears.
    """
    out: list[Candidate] = []
    last: str | None = None
    official = next((c.name for c in kept if c.rule == "names.nationality" and is_official(sentence, c)), None)
    names_of = [c for c in kept if c.kind is not EntityKind.COUNTRY]
    for c in kept:
        if c.kind is EntityKind.COUNTRY:
            if not any(n.start <= c.start and c.end <= n.end for n in names_of):
                last = c.name
        elif c.needs_country:
            if c.country is None:
                c = replace(c, country=official or last or body or own)
            elif c.kind is not EntityKind.ROLE:
                body = c.country
        out.append(c)
        if c.kind is EntityKind.ORGANISATION and c.country and not c.needs_country:
            body = c.country
    return out, body


def is_official(sentence: Sentence, nation: Candidate) -> bool:
    """Whether a nationality stands beside the word for a public body: "police italienne", "Turkish authorities"."""
    nouns = words(sentence.language, "words", "official")
    before = sentence.low[: nation.start - sentence.start].split()[-1:]
    after = sentence.low[nation.end - sentence.start :].split()[:1]
    return any(word.strip(",.;:()«»\"'") in nouns for word in before + after)


def again(found: list[Candidate], surnames: dict[str, str]) -> list[Candidate]:
    """Persons named again get the office and the country that stand beside their full name somewhere.

    A surname alone is that of the one last named in full with it, not of a namesake: who holds no office stays private.
    """
    full: dict[str, Candidate] = {}
    for c in found:
        if c.kind is EntityKind.PERSON:
            key = folded(c.name)
            known = full.get(key)
            if known is None or (c.office and not known.office):
                full[key] = c
    latest: dict[str, str] = {}
    out = []
    for c in found:
        if c.kind is EntityKind.PERSON:
            surname = folded(c.name.split()[-1])
            if " " in c.name:
                whole = surnames.get(surname, c.name)
                whole = whole if folded(whole).endswith(folded(c.name)) else c.name
                latest[surname] = whole
            else:
                whole = latest.get(surname) or surnames.get(surname, c.name)
            known = full.get(folded(whole), c)
            if c.office and not known.office:
                known = c
            c = replace(c, name=whole, office=known.office, country=known.country, is_public=known.is_public)
        out.append(c)
    return out


def entities_of(
    view: View, found: list[Candidate], spoken: Counter[str]
) -> tuple[dict[str, Entity], tuple[Mention, ...]]:
    """Candidates as mentions of entities; what is named with the same id is one entity with all its forms."""
    entities: dict[str, Entity] = {}
    mentions: list[Mention] = []
    for c in found:
        entity = entity_of(c, view.document.language, spoken)
        where = view.piece(c.start, c.end, c.rule)
        form = where["text"]
        known = entities.get(entity.id)
        aliases = known.aliases if known else entity.aliases
        if form.casefold() not in {entity.name.casefold(), *(a.casefold() for a in aliases)}:
            aliases = (*aliases, form)
        acronym = (known.acronym if known else None) or entity.acronym
        whole = known or entity
        if aliases != whole.aliases or acronym != whole.acronym:
            whole = replace(whole, aliases=aliases, acronym=acronym)
        entities[entity.id] = whole
        mentions.append(Mention(**where, kind=entity.kind, entity=entity.id))
    return entities, tuple(sorted(mentions, key=lambda m: (m.start, -m.end)))


def entity_of(c: Candidate, language: str, spoken: Counter[str]) -> Entity:
    """The entity that a candidate names."""
    if c.kind is EntityKind.COUNTRY:
        return Entity(c.name, c.kind, country_name(c.name, language), country=c.name)
    if c.kind is EntityKind.PLACE and c.place:
        place = best(c.place, c.country, spoken)
        return Entity(
            f"geonames:{place.id}",
            c.kind,
            c.name,
            country=place.country,
            geonames=place.id,
            latitude=place.latitude,
            longitude=place.longitude,
        )
    if c.kind is EntityKind.ORGANISATION:
        row = organisation_by_name().get(c.name)
        if row:
            acronym = row.get("acronym")
            return Entity(
                c.name,
                c.kind,
                c.name,
                acronym=acronym if acronym != c.name else None,
                country=row.get("country"),
                is_public=True,
            )
        key = f"{c.name} ({c.country})" if c.needs_country and c.country else c.name
        return Entity(
            key, c.kind, c.name, acronym=c.acronym if c.acronym != c.name else None, country=c.country, is_public=True
        )
    if c.kind is EntityKind.OFFICE:
        key = f"{c.name} ({c.country})" if c.country else c.name
        return Entity(key, c.kind, c.name, country=c.country, is_public=True)
    if c.kind is EntityKind.PERSON:
        return Entity(c.name, c.kind, c.name, country=c.country, office=c.office, is_public=c.is_public)
    return Entity(c.name, c.kind, c.name, country=c.country)


def country_name(code: str, language: str) -> str:
    """The name of a country in a language, by CLDR; the code where CLDR has none."""
    try:
        return str(Locale.parse(language).territories.get(code, code))
    except ValueError:
        return code
