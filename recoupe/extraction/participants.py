"""Participants: who and what fills the positions around a trigger, and in which role."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..languages import table
from ..model import Detail, EntityKind, Participant, Time
from .chunks import Kind, is_participle
from .clauses import aside_start, clause_end, opens_aim, opens_part, says_more
from .fillers import Entities, Filler, fillers, is_body, nature
from .phrases import Reader
from .triggers import Found, lexicon, support
from .view import Sentence


@dataclass(slots=True)
class Gathered:
    """What was gathered for one event of one sentence; `carrier` is the verb that carries a noun trigger."""

    participants: list[Participant] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)
    places: list[Filler] = field(default_factory=list)
    time_chunks: list[int] = field(default_factory=list)
    carrier: int | None = None
    countries: list[str] = field(default_factory=list)
    has_object: bool = False
    has_subject: bool = False
    has_aside: bool = False  # whether a participle's aside before the trigger was left out
    part: int | None = None  # where a part of those named begins ("dont onze …")


# Whom a pronoun means: (sentence, token index) -> the entity of a person, or None.
Meant = Callable[[Sentence, int], str | None]


def gathered(reader: Reader, found: Found, entities: Entities, meant: Meant) -> Gathered:
    """Everything around a trigger: subject, object, complements by preposition, places, times."""
    out = Gathered()
    chunk = reader.chunks[found.at]
    if found.is_noun:
        out.carrier = support(reader, found.at)
        _noun_subject(reader, found, entities, out)
        _adjectives(reader, found, entities, out)
        end = _complements(reader, found, found.last + 1, entities, out)
        carrier = out.carrier
        if carrier is not None and carrier > found.at:
            _complements(reader, found, max(carrier + 1, end), entities, out)
    else:
        verb = chunk.verb
        subject = reader.subject(found.at)
        is_active = verb is not None and (not verb.is_passive or reader.is_elliptic(found.at))
        target = reader.object(found.at) if is_active else None
        if is_active and verb is not None and verb.is_passive:
            governor = next((k for k in range(found.at - 1, -1, -1) if reader.kind(k) is Kind.VERB), None)
            _fill(reader, found, "subject", reader.subject(governor) if governor is not None else None, entities, out)
            _fill(reader, found, "object", target, entities, out)
        elif found.frame.has("of_clause"):
            _fill(reader, found, "subject", _clause_subject(reader, found.at), entities, out)
        elif verb is None or found.last > found.at or (verb.is_passive and not verb.is_reflexive):
            _fill(reader, found, "object", subject if verb is not None else _owner(reader, found.at), entities, out)
        else:
            _fill(reader, found, "subject", subject, entities, out)
            _fill(reader, found, "object", target, entities, out)
        out.has_object, out.has_subject = target is not None, subject is not None
        if subject is None and verb is not None:
            is_done_to = verb.is_passive and not verb.is_reflexive
            _pronoun(reader, found, "object" if is_done_to else "subject", meant, out)
        _complements(reader, found, found.last + 1, entities, out)
    _before(reader, found, entities, out)
    return out


def _pronoun(reader: Reader, found: Found, position: str, meant: Meant, out: Gathered) -> None:
    """ "Il a été arrêté": the person named before whom the pronoun means."""
    pronoun, role = reader.pronoun(found.at), found.frame.roles.get(position)
    if pronoun is None or not role or role == "group":
        return
    entity = meant(reader.sentence, pronoun.first)
    kinds = found.frame.kinds.get(position, found.frame.type.kinds.get(role))
    if kinds is not None and "person" not in kinds:
        return
    if entity is None:
        if reader.sentence.tokens[pronoun.first].low in nature(reader)["personal"]:
            out.filled |= {position, role}  # someone, though nobody knows who
        return
    text = reader.sentence.text[pronoun.start - reader.sentence.start : pronoun.end - reader.sentence.start]
    add(out, role, Filler("person", entity, text, pronoun.start, pronoun.end))
    out.filled |= {position, role}


def _owner(reader: Reader, at: int) -> int | None:
    """The phrase that a set phrase says something of: "trois hommes ont été mis en examen"."""
    for back in range(at - 1, max(-1, at - 4), -1):
        if reader.kind(back) is Kind.VERB:
            return reader.subject(back)
        if reader.kind(back) is Kind.NOUN:
            return reader.phrase_start(back)
    return None


def _clause_subject(reader: Reader, at: int) -> int | None:
    """Who acts in the clause in which a set phrase stands: "ils se réunissaient dans une maison louée"."""
    for back in range(at - 1, -1, -1):
        if reader.kind(back) in (Kind.STOP, Kind.BREAK):
            return None
        verb = reader.chunks[back].verb
        if verb is not None and verb.is_finite:
            return reader.subject(back)
    return None


def _fill(reader: Reader, found: Found, position: str, at: int | None, entities: Entities, out: Gathered) -> bool:
    """Fill a position of the frame with the list at chunk `at`; False where nothing there fits."""
    if at is None:
        return False
    frame = found.frame
    name = frame.details.get(position)
    if name == "means" and reader.has_place(reader.chunks[at]):
        return _place(reader, at, entities, out)  # "à travers l'Egypte"
    if name == "":
        return False
    if name is not None:
        phrase = _whole(reader, at)
        if phrase is not None:
            text = reader.sentence.text[phrase[0] - reader.sentence.start : phrase[1] - reader.sentence.start]
            out.details.append(Detail(name=name, text=text, start=phrase[0], end=phrase[1]))
            out.filled |= {position, name}
            return True
        return False
    role = frame.roles.get(position)
    if not role:
        return False
    kinds = frame.kinds.get(position, frame.type.kinds.get(position, frame.type.kinds.get(role)))
    members, _ = fillers(reader, at, entities)
    members = [_before_trigger(reader, member, found) for member in members]
    fitting = [member for member in members if member.fits(kinds)]
    if not fitting:
        return False
    if role in PLACES and any(m.kind not in PLACE_KINDS for m in fitting):
        fitting = [m for m in fitting if m.kind in PLACE_KINDS]
    if position == "subject" and role == "member" and len(fitting) == 1 and is_body(reader, fitting[0]):
        role = "group"
    for role_of, member in _split_roles(role, fitting):
        add(out, role_of, member)
    out.filled |= {position, role}
    return bool(fitting)


def _before_trigger(reader: Reader, member: Filler, found: Found) -> Filler:
    """A phrase without the trigger that ends it: "militants" in "des militants emprisonnés"."""
    if not member.start < found.start < member.end or found.is_noun:
        return member
    end = reader.chunks[found.at - 1].end
    base = reader.sentence.start
    return dataclasses.replace(member, text=reader.sentence.text[member.start - base : end - base], end=end)


def add(out: Gathered, role: str, member: Filler, time: str | None = None) -> None:
    """Add a participant once."""
    if role in ("place",):
        out.places.append(member)
        return
    if any(p.role == role and (p.start == member.start or _is_again(p, member)) for p in out.participants):
        return
    out.participants.append(
        Participant(role=role, text=member.text, start=member.start, end=member.end, entity=member.entity, time=time)
    )
    if member.country:
        out.countries.append(member.country)


def _is_again(known: Participant, member: Filler) -> bool:
    """Whether the same entity is added again; roles of one kind ("spécialistes") stay two where the words differ."""
    if not known.entity or known.entity != member.entity:
        return False
    return not member.text[:1].islower() or known.text.casefold() == member.text.casefold()


PLACES = frozenset({"destination", "origin", "via"})
PLACE_KINDS = frozenset({"place", "country"})
OFFICES = frozenset({"person", "office", "country", "representative"})


def _split_roles(role: str, members: list[Filler]) -> Iterator[tuple[str, Filler]]:
    """ "sous la présidence des ministres de A et de B, la police, l'OCAM": who presides ends where services begin."""
    is_member = False
    for at, member in enumerate(members):
        if role == "presides" and at and member.kind not in OFFICES and not member.text.startswith(("l'", "l’")):
            is_member = is_member or member.kind != "noun" or at > 1
        yield ("member" if is_member else role), member


def _whole(reader: Reader, at: int) -> tuple[int, int] | None:
    """The offsets of the list that begins at chunk `at`, complements included."""
    phrases, _ = reader.listed(at)
    if not phrases:
        return None
    return phrases[0].start, phrases[-1].end


def _noun_subject(reader: Reader, found: Found, entities: Entities, out: Gathered) -> None:
    """Who carries out a noun trigger: the subject of its verb ("la police mène un raid"), or the verb's agent."""
    if out.carrier is None:
        return
    verb = reader.chunks[out.carrier].verb
    if verb is None:
        return
    roles = table(reader.sentence.language, "events")["support"]
    role = roles.get(verb.lemma)
    if not role or (role == "member" and verb.is_negated):
        return
    if role in ("actor", "organiser") and role not in found.frame.type.kinds:
        role = found.frame.type.roles.get("subject", role)
    if out.carrier < found.at and not verb.is_passive:
        subject = reader.subject(out.carrier)
        if subject is not None:
            members, _ = fillers(reader, subject, entities)
            kinds = found.frame.type.kinds.get(role)
            for member in members:
                if member.fits(kinds):
                    add(out, role, member)
                    out.filled.add(role)


def _adjectives(reader: Reader, found: Found, entities: Entities, out: Gathered) -> None:
    """A country's adjective beside the noun ("attaque israélienne", "Israeli raid") is who does it."""
    chunk = reader.chunks[found.at]
    for mention in reader.sources.mentions_in(chunk.start, chunk.end):
        if mention.kind is EntityKind.COUNTRY:
            role = found.frame.type.roles.get("subject", "actor")
            kinds = found.frame.type.kinds.get(role)
            if kinds is None or "country" in kinds:
                add(
                    out,
                    role,
                    Filler("country", mention.entity, mention.text, mention.start, mention.end, mention.entity),
                )
                out.filled.add(role)
            out.countries.append(mention.entity)


def _complements(reader: Reader, found: Found, at: int, entities: Entities, out: Gathered) -> int:
    """The prepositions after a trigger, up to the next clause; returns the chunk where it stopped."""
    chunks = reader.chunks
    carrier = out.carrier
    while at < len(chunks):
        chunk = chunks[at]
        if chunk.kind is Kind.VERB:
            verb = chunk.verb
            assert verb is not None
            if verb.is_finite:
                return at
            if found.frame.details.get("of") == "topic" and _topic(reader, found, at, out):
                return len(chunks)
            if verb.tense.value == "infinitive" and at != carrier:
                joined = reader.kind(at - 1) is Kind.CONJUNCTION or reader.kind(at - 2) is Kind.CONJUNCTION
                # "les précautions à prendre": part of the noun before
                joined = joined or (reader.kind(at - 2) is Kind.NOUN and "at" in chunks[at - 1].functions)
                if not joined and reader.kind(at - 1) is Kind.PREPOSITION and "aim" in chunks[at - 1].functions:
                    _purpose(reader, found, at, out)
                    return len(chunks)
                if not joined and at > found.at + 3:
                    return at
            is_other = is_participle(verb) and at not in (carrier, found.at + 1) and not found.is_noun
            if is_other and reader.kind(at - 1) is not Kind.CONJUNCTION:
                return at
        if chunk.kind in (Kind.STOP, Kind.BREAK, Kind.RELATIVE):
            return at
        if opens_part(reader, at):
            out.part = chunk.start  # "46 personnes, dont onze à Lyon": what follows holds for the part
            return len(chunks)
        if chunk.kind is Kind.TIME:
            out.time_chunks.append(at)
        if chunk.kind is Kind.PREPOSITION:
            after = at + 1
            while reader.kind(after) in (Kind.QUOTE, Kind.ADVERB):
                after += 1
            if reader.kind(after) is Kind.NOUN:
                _preposition(reader, found, at, after, entities, out)
        at += 1
    return at


def _preposition(reader: Reader, found: Found, at: int, after: int, entities: Entities, out: Gathered) -> None:
    """Give what follows a preposition its role or detail, by the first of its functions that fits."""
    functions = reader.chunks[at].functions
    if functions == ("of",):
        # only right after the trigger: further on it belongs to another noun
        if (
            at == found.last + 1
            and found.is_noun
            and found.frame.has("of_place")
            and _of_place(reader, after, entities, out)
        ):
            return
        is_named = found.is_noun or "of" in found.frame.options.get("roles", ())
        if at == found.last + 1 and is_named:
            _fill(reader, found, "of", after, entities, out)
        return
    for function in functions:
        if function in ("at", "in") and function not in found.frame.roles:
            if not _belongs_to_detail(found, out) and _place(reader, after, entities, out):
                return
            continue
        if function == "joining":
            _joining(reader, found, at, after, entities, out)
            return
        if function == "about" and any(reader.kind(k) is Kind.COMMA for k in range(found.last, at)):
            continue
        if function in out.filled and function not in ("via", "towards"):
            continue
        if _fill(reader, found, function, after, entities, out):
            return


def _of_place(reader: Reader, after: int, entities: Entities, out: Gathered) -> bool:
    """ "la réunion de Lyon": the town in a meeting's name is where it is held."""
    members, _ = fillers(reader, after, entities)
    here = [member for member in members if member.kind == "place"]
    out.places += here
    return bool(here)


def _belongs_to_detail(found: Found, out: Gathered) -> bool:
    """Whether the object was kept as words: a place after it is part of it ("le voyage des volontaires en Syrie")."""
    return "object" in found.frame.details and "object" in out.filled


def _joining(reader: Reader, found: Found, at: int, after: int, entities: Entities, out: Gathered) -> None:
    """ "en présence de": those who joined at the last of several times named before; otherwise members like the others."""
    times = [
        time
        for k in range(found.at, at)
        if reader.kind(k) is Kind.TIME
        for time in reader.sources.times_in(reader.chunks[k].start, reader.chunks[k].end)
    ]
    several = len({time.value for time in times}) > 1
    role = found.frame.roles.get("joining" if several else "attending", "participant")
    if role == "invited":
        role = "member"
    members, _ = fillers(reader, after, entities)
    for member in members:
        if member.fits(found.frame.type.kinds.get("member")):
            add(out, role, member, times[-1].value if several else None)
            out.filled.add(role)


def _place(reader: Reader, after: int, entities: Entities, out: Gathered) -> bool:
    """A named place or country, or an unnamed place ("dans une prison")."""
    members, _ = fillers(reader, after, entities)
    here = [m for m in members if m.kind in PLACE_KINDS]
    if not here:
        phrase = reader.phrase(after)
        if phrase is not None and phrase.head_words and phrase.head_words[0] in nature(reader)["places"]:
            text = reader.sentence.text[phrase.start - reader.sentence.start : phrase.end - reader.sentence.start]
            inner = reader.sources.mentions_in(phrase.start, phrase.end)
            country = next((m.entity for m in inner if m.kind is EntityKind.COUNTRY), None)
            here = [Filler("noun", None, text, phrase.start, phrase.end, country)]
            named = next((m for m in inner if m.kind is EntityKind.PLACE), None)
            if named is not None:
                entity = entities.get(named.entity)
                here.append(
                    Filler(
                        "place", named.entity, named.text, named.start, named.end, entity.country if entity else None
                    )
                )
    out.places += here
    return bool(here)


def _topic(reader: Reader, found: Found, at: int, out: Gathered) -> bool:
    """ "accuse X de ne pas transmettre …": the infinitive or gerund after "of" is what is meant."""
    verb = reader.chunks[at].verb
    first = at
    while reader.kind(first - 1) is Kind.ADVERB:
        first -= 1
    is_bare = verb is not None and verb.tense.value in ("infinitive", "present participle")
    if not is_bare or not reader.is_of(first - 1) or "topic" in out.filled:
        return False
    start, end = reader.chunks[first].start, clause_end(reader, at)
    text = reader.sentence.text[start - reader.sentence.start : end - reader.sentence.start]
    out.details.append(Detail(name="topic", text=text, start=start, end=end))
    out.filled.add("topic")
    return True


def _purpose(reader: Reader, found: Found, at: int, out: Gathered) -> None:
    """ "pour + infinitive": the aim or purpose, up to where the clause ends."""
    name = found.frame.details.get("aim")
    if name is None or "aim" in out.filled or _tells_the_same(reader, found, at):
        return
    first = reader.chunks[at].start
    last = clause_end(reader, at)
    text = reader.sentence.text[first - reader.sentence.start : last - reader.sentence.start]
    out.details.append(Detail(name=name, text=text, start=first, end=last))
    out.filled |= {"aim", name}


def _tells_the_same(reader: Reader, found: Found, at: int) -> bool:
    """Whether the infinitive is itself a trigger of the same type ("une collecte de dons pour financer ...")."""
    verb = reader.chunks[at].verb
    frames = lexicon(reader.sentence.language).verbs.get(verb.lemma, ()) if verb else ()
    return any(frame.type is found.frame.type for frame in frames)


def _before(reader: Reader, found: Found, entities: Entities, out: Gathered) -> None:
    """What opens the clause: "À Lyon, en mars, la police ..."; and the times that stand just before the trigger."""
    at = min(found.at, out.carrier if out.carrier is not None else found.at) - 1
    if says_more(reader, found):
        return
    while at >= 0 and reader.kind(at) not in (Kind.STOP, Kind.BREAK, Kind.RELATIVE):
        chunk = reader.chunks[at]
        if found.is_noun and opens_aim(reader, at + 1):
            break  # "recevra mardi X afin de préparer la réunion": the day is not the meeting's
        if chunk.kind is Kind.COMMA:
            opening = aside_start(reader, at)
            out.has_aside = out.has_aside or opening != at
            at = opening
        if chunk.kind is Kind.VERB and chunk.verb is not None and chunk.verb.is_finite and at != out.carrier:
            trigger = reader.chunks[found.at].verb
            if found.is_noun or trigger is None or trigger.is_finite:
                break
        if chunk.kind is Kind.TIME:
            out.time_chunks.append(at)
        opens = at == 0 or reader.kind(at - 1) in (Kind.COMMA, Kind.STOP, Kind.QUOTE)
        is_locative = chunk.kind is Kind.PREPOSITION and bool(set(chunk.functions) & {"at", "in"})
        if is_locative and opens and reader.kind(at + 1) is Kind.NOUN and not out.places:
            _place(reader, at + 1, entities, out)
        at -= 1


def times_of(reader: Reader, out: Gathered) -> list[Time]:
    """The times on the gathered chunks, in the order of the text."""
    found: list[Time] = []
    for at in sorted(set(out.time_chunks)):
        found += reader.sources.times_in(reader.chunks[at].start, reader.chunks[at].end)
    return found
