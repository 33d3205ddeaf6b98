"""Access: who may see what: the ONE place, for pages, API, search, exports, counts and graphs alike.

    clearance = Clearance.of(person)
    visible(Finding, clearance)      # a queryset of the rows that this person may see

Two questions are asked of a label: does the person need to know (one of its groups is theirs), and does its marking (TLP 2.0 with
originator and releasable-to) let them. What is derived from several documents is seen through its scope: see `Scope`.
A table that has no rule here cannot be seen by anyone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ..crosscheck.scripts import folded
from ..identifiers import digest
from ..model import EntityKind, Tlp
from .evidence import models as ev
from .labels import label_of, marking_of, narrow, scope_of, sees, strictest, strictest_over, view_of
from .operations import models as op
from .people.models import Entry, Person
from .people.roles import may
from .practices import models as pr
from .programme.models import Published
from .sharing import models as sh
from .taskforce import models as tf

__all__ = [
    "CITING", "RULES", "Clearance", "label_of", "marking_of", "names_known", "relabel", "scope_of", "sees", "strictest",
    "strictest_over", "view_of", "visible", "why_not",
]  # fmt: skip
NAMES_AT_ONCE = 200  # so many are asked for in one query, for SQLite takes no expression of any depth
ASCII = re.compile("[A-Za-z0-9]+")  # what is written alike wherever JSON is kept


@dataclass(frozen=True)
class Clearance:
    """What one person may see, worked out once a request; with `group`, what of it that group needs to know."""

    person: Person
    group: int | None = None

    @classmethod
    def of(cls, person: Any) -> Clearance:
        """The clearance of whoever is signed in; of nobody, or of an account that was closed, it holds nothing."""
        return cls(person)

    def within(self, group: int) -> Clearance:
        """The same person at the table of one group: what is filed for their other groups alone is not for this one."""
        return Clearance(self.person, group)

    @cached_property
    def sees_evidence(self) -> bool:
        return may(self.person, "evidence.see")

    @cached_property
    def memberships(self) -> dict[int, bool]:
        """The groups of the person, and whether they receive there what is marked RED."""
        if not self.sees_evidence:
            return {}
        rows = tf.Member.objects.filter(person=self.person)
        if self.group is not None:
            rows = rows.filter(group=self.group)
        return dict(rows.values_list("group_id", "is_recipient"))

    @cached_property
    def labels(self) -> frozenset[int]:
        """The labels that the person may read."""
        if not self.sees_evidence:
            return frozenset()
        return frozenset(label.pk for label in ev.Label.objects.all() if why_not(self, label) is None)

    @cached_property
    def view(self) -> int | None:
        """The view of the person: through it they see what is derived, by the scopes of which they may read just the part told."""
        return view_of(self.labels) if self.labels else None

    @cached_property
    def fingerprint(self) -> str:
        """Two who see the same have the same; for what may be kept for a while."""
        return digest([sorted(self.labels), sorted(self.memberships), self.sees_evidence])


def why_not(clearance: Clearance, label: ev.Label) -> str | None:
    """Why a person may not read what is labelled so, in words; None where they may."""
    person, mine = clearance.person, clearance.memberships
    if not clearance.sees_evidence:
        return _("Your role does not read evidence.")
    needed = {group: mine[group] for group in label.groups if group in mine}
    if label.groups and not needed:
        return _("It is filed for a group that you are not in.")
    names = {person.service.short, person.service.country} - {""}
    of = label.originator.split(", ")  # several where several handed the same text in
    is_originator = person.service.short in of or (not label.originator and person.service.is_host)
    is_released = bool(names & set(label.releasable_to))
    if label.releasable_to and not (is_released or is_originator):
        return _("It is releasable to others alone.")
    if label.tlp == Tlp.RED and not (is_originator or any(needed.values())):
        return _("It is TLP:RED, and you are not among its recipients.")
    if label.tlp == Tlp.AMBER_STRICT and not (is_originator or is_released):
        return _("It is TLP:AMBER+STRICT, for the service it comes from.")
    return None


def by_label(clearance: Clearance) -> Q:
    return Q(label__in=clearance.labels)


def by_document(clearance: Clearance) -> Q:
    return Q(document__label__in=clearance.labels)


def through(scope: str) -> Callable[[Clearance], Q]:
    """Seen through the scope that is at the end of a path. A probe of an index for each row, so that any order can be walked."""
    return lambda clearance: Q(Exists(ev.Seen.objects.filter(view=clearance.view, scope=OuterRef(scope))))


by_scope, by_finding = through("scope"), through("finding__scope")


def by_group(path: str) -> Callable[[Clearance], Q]:
    """Seen by the members of the group that is at the end of a path."""
    return lambda clearance: Q(**{f"{path}__in": list(clearance.memberships)})


def cited(group: str, scope: str = "scope") -> Callable[[Clearance], Q]:
    """Seen by members of its group who may see all that it cites."""
    return lambda c: Q(**{f"{group}__in": list(c.memberships)}) & (Q(**{scope: None}) | through(scope)(c))


def of_operation(clearance: Clearance) -> Q:
    """Of an operation that one may see, what cites nothing but what one may read."""
    seen = through("operation__scope")(clearance)
    return cited("operation__group")(clearance) & (Q(operation__scope=None) | seen)


def of_reviews(clearance: Clearance) -> Q:
    """Reviews of an operation, or of a step or a number of it, that one may see."""
    steps, counts = (table.objects.filter(of_operation(clearance)).values("pk") for table in (op.Step, op.Count))
    operations = op.Operation.objects.filter(cited("group")(clearance)).values("pk")
    itself = Q(step=None, count=None)
    return Q(operation__in=operations) & (itself | Q(step__in=steps) | Q(count__in=counts))


def of_partners(clearance: Clearance) -> Q:
    """Who the partners are: known to all who work here."""
    return Q() if clearance.sees_evidence else Q(pk__in=[])


def of_post(clearance: Clearance) -> Q:
    """What comes and goes, sealed or turned away: for those who share."""
    return Q() if may(clearance.person, "share.see") else Q(pk__in=[])


def shared(scope: str = "scope") -> Callable[[Clearance], Q]:
    """What was given to partners, or came from them: for those who share, and may read all that it stands on."""
    return lambda c: through(scope)(c) if may(c.person, "share.see") else Q(pk__in=[])


def of_received(clearance: Clearance) -> Q:
    """What came in a bundle is what it holds: also for those who may read all of it as it is labelled here since."""
    hidden = ev.Document.objects.exclude(label__in=clearance.labels).values("pk")
    seen = shared()(clearance) | Q(pk__in=held_for_recipients(clearance))
    return seen & ~Q(pk__in=sh.Taken.objects.filter(document__in=hidden).values("received"))


def held_for_recipients(clearance: Clearance) -> list[int]:
    """Bundles that are held with something TLP:RED in them, which is filed for a group only when it is accepted.

    They are for whoever accepts bundles and is a named recipient of TLP:RED in some group, where it is releasable to them.
    """
    person = clearance.person
    if not may(person, "share.receive") or not any(clearance.memberships.values()):
        return []
    names = {person.service.short, person.service.country} - {""}
    rows = list(sh.Received.objects.filter(state="held", label__tlp=Tlp.RED).values_list("pk", "scope__whole"))
    red = ev.Label.objects.filter(tlp=Tlp.RED, groups=[], pk__in={pk for _, whole in rows for pk in whole})
    theirs = clearance.labels | {label.pk for label in red if names & set(label.releasable_to)}
    return [pk for pk, whole in rows if theirs.issuperset(whole)]


def marked(label: str = "label") -> Callable[[Clearance], Q]:
    """What partners ask of us, and we of them: for those who share, and may read what is labelled so."""
    return lambda c: Q(**{f"{label}__in": c.labels}) if may(c.person, "share.see") else Q(pk__in=[])


def of_stages(clearance: Clearance) -> Q:
    """What a country decided on a practice: seen by who may see the decision."""
    of_decision = cited("decision__meeting__group", "decision__scope")(clearance)
    return by_group("adoption__practice__group")(clearance) & of_decision


def of_adoptions(clearance: Clearance) -> Q:
    """Seen by who may see at least one of the decisions that it is by."""
    return Q(pk__in=pr.Stage.objects.filter(of_stages(clearance)).values("adoption"))


def of_lines(clearance: Clearance) -> Q:
    """A line of a practice, and of an adoption where that is seen: by who may see all that it stands on."""
    of_seen = Q(adoption=None) | Q(adoption__in=pr.Adoption.objects.filter(of_adoptions(clearance)).values("pk"))
    return cited("practice__group")(clearance) & of_seen


def of_askings(clearance: Clearance) -> Q:
    """That something was asked: seen by who may see the action or the request by which."""
    actions = tf.Action.objects.filter(RULES[tf.Action](clearance)).values("pk")
    requests = sh.Request.objects.filter(marked()(clearance)).values("pk")
    return by_group("practice__group")(clearance) & (Q(action__in=actions) | Q(request__in=requests))


def of_answers(clearance: Clearance) -> Q:
    """An answer, which may tell of more than its comment: for whoever may read all that its writer saw there."""
    return cited("comment__practice__group", "comment__scope")(clearance) & (Q(scope=None) | by_scope(clearance))


def of_rulings(clearance: Clearance) -> Q:
    """Rulings on documents, pieces, names and sources that one may see, and what takes those back."""
    documents = ev.Document.objects.filter(by_label(clearance)).values("pk")
    rows = Q(kind="withdraw", subject__in=documents)
    if not clearance.sees_evidence:
        return Q(pk__in=[])
    for table in (ev.Event, ev.Figure, ev.Link):
        rows |= Q(kind="correct", subject__in=table.objects.filter(by_document(clearance)).values("pk"))
    rows |= Q(pk__in=of_names(clearance))
    rows |= Q(kind="reliability", subject__in=ev.Document.objects.filter(by_label(clearance)).values("source_name"))
    rows |= Q(kind="take back", subject__in=ev.Ruling.objects.filter(rows).values("pk"))
    return rows | Q(kind="take back", subject__in=ev.Ruling.objects.filter(rows).values("pk"))


def of_names(clearance: Clearance) -> list[str]:
    """The rulings on names that one made, or both names of which one may read, however they were worked out since."""
    rows = ev.Ruling.objects.filter(kind__in=("same", "not same")).values_list("pk", "subject", "other")
    every = list(rows)
    if not every:
        return []
    verbs = [f"ruled: {kind}" for kind in ("same", "not same")]
    made = Entry.objects.filter(person=clearance.person.pk, action__in=verbs).values_list("subject", flat=True)
    mine = {subject.removeprefix("ruling ") for subject in made}
    known = names_known({name for _, *pair in every for name in pair}, clearance)
    return [pk for pk, one, other in every if pk in mine or {one, other} <= known]


def names_known(names: Iterable[str], clearance: Clearance) -> set[str]:
    """Those of some names that name somebody or something in what a person may read, in any of its forms; no private person."""
    plain = {name: bare(name) for name in names}
    listed, known = sorted(plain), set[str]()
    seen = ev.Identity.objects.filter(by_scope(clearance))
    for some in (listed[i : i + NAMES_AT_ONCE] for i in range(0, len(listed), NAMES_AT_ONCE)):
        called = [plain[name] for name in some if plain[name]]
        like = [Q(folded__contains=word) for word in called]
        carried: set[str] = set()
        for key, name, forms in seen.filter(reduce(or_, like, Q(key__in=some))).values_list("key", "name", "names"):
            carried.update((key, *map(folded, (name, *forms))))
        known |= {name for name in some if name in carried or (plain[name] and plain[name] in carried)}
    for name in plain.keys() - known:
        if called_so(name, plain[name], clearance):
            known.add(name)
    return known


def called_so(name: str, plain: str, clearance: Clearance) -> bool:
    """Whether some entity of a document that a person may read is called so, as an alias too, and is nobody private."""
    document, sign, entity = name.partition("#")
    longest = max(ASCII.findall(name), key=len, default="")
    where = Q(name__icontains=longest) | Q(acronym__icontains=longest) | Q(aliases__icontains=longest)
    rows = ev.Entity.objects.filter(by_document(clearance)).exclude(kind="person", is_public=False)
    rows = rows.exclude(Exists(ev.Pseudonym.objects.filter(document=OuterRef("document"), entity=OuterRef("key"))))
    if sign and rows.filter(document=document, key=entity).exists():
        return True
    if not plain:
        return False
    found = rows.filter(where).values_list("name", "acronym", "aliases").distinct()
    return any(plain in map(folded, filter(None, (one, acronym, *aliases))) for one, acronym, aliases in found)


def bare(name: str) -> str:
    """A name, or that in the key of an identity, as names are compared."""
    head, colon, rest = name.partition(":")
    return folded(rest.partition(" (")[0] if colon and head in set(EntityKind) else name)


RULES: dict[type[Model], Callable[[Clearance], Q]] = {
    ev.Document: by_label,
    ev.Passage: by_document,
    ev.Entity: by_document,
    ev.Mention: by_document,
    ev.Time: by_document,
    ev.Figure: by_document,
    ev.Claim: by_document,
    ev.Event: by_document,
    ev.Link: by_document,
    ev.Excerpt: by_document,
    ev.Pseudonym: by_document,
    ev.Named: by_document,
    ev.Note: by_document,
    ev.Copy: lambda c: Q(document__label__in=c.labels, original__label__in=c.labels),
    ev.Support: lambda c: by_document(c) & by_finding(c),
    ev.Upload: lambda c: Q(by=c.person.pk) if c.sees_evidence else Q(pk__in=[]),  # a file's name may be a private one
    ev.Ruling: of_rulings,
    ev.Finding: by_scope,
    ev.Part: by_scope,
    ev.Identity: by_scope,
    ev.Against: by_scope,
    ev.Change: by_scope,
    tf.Group: lambda c: Q(pk__in=list(c.memberships)),
    tf.Seat: by_group("group"),
    tf.Member: by_group("group"),
    tf.Meeting: by_group("group"),
    tf.Delegation: by_group("meeting__group"),
    tf.Paper: lambda c: by_document(c) & by_group("meeting__group")(c),
    tf.Item: cited("meeting__group"),
    tf.Brief: cited("meeting__group"),
    tf.Decision: cited("meeting__group"),
    tf.Action: cited("decision__meeting__group", "decision__scope"),
    tf.Review: cited("decision__meeting__group", "decision__scope"),
    tf.Commitment: by_group("group"),
    tf.Report: by_group("commitment__group"),
    pr.Practice: by_group("group"),
    pr.Line: of_lines,
    pr.Comment: cited("practice__group"),
    pr.Answer: of_answers,
    pr.Asking: of_askings,
    pr.Stage: of_stages,
    pr.Adoption: of_adoptions,
    op.Operation: cited("group"),
    op.Step: of_operation,
    op.Count: of_operation,
    op.OperationReview: of_reviews,
    op.Network: by_group("group"),
    op.Hypothesis: cited("network__group"),
    sh.Partner: of_partners,
    sh.Post: of_post,
    sh.Letter: of_post,
    sh.Bundle: shared(),
    sh.Sent: shared("bundle__scope"),
    sh.Given: shared("sent__bundle__scope"),
    sh.Recall: shared("sent__bundle__scope"),
    sh.Received: of_received,
    sh.Taken: lambda c: Q(received__in=sh.Received.objects.filter(of_received(c)).values("pk")),
    sh.Request: marked(),
    sh.Asked: marked("request__label"),
    sh.Inquiry: marked(),
    sh.Release: shared(),
    Published: of_partners,  # numbers for the outside: of nobody, for all who work here; nothing else of a programme is in here
}


CITING: dict[type[Model], type[tf.Cited]] = {
    tf.Decision: tf.Citation,
    tf.Item: tf.Citation,
    pr.Line: pr.Standing,
    op.Operation: op.OperationCitation,
    op.Step: op.OperationCitation,
    op.Count: op.OperationCitation,
    op.Hypothesis: op.Bearing,
}
"""The records that cite findings (each by `citations`, with a `scope`), with the table of their citations."""


def visible(table: type[Model], clearance: Clearance) -> QuerySet[Any]:
    """The rows of a table that a person may see. Raises KeyError for a table that has no rule."""
    return table._default_manager.filter(RULES[table](clearance))


def relabel(document: ev.Document, label: ev.Label) -> None:
    """Give a document another label. What was told or decided by the old one is at once for those alone who may read both.

    What is derived is told anew when it is next worked out; what was cited or frozen stays as narrow as this.
    """
    before, after = document.label_id, label.pk
    ev.Document.objects.filter(pk=document.pk).update(label=label)
    if before in (None, after):
        return
    findings = ev.Finding.objects.filter(stands_on__document=document)
    near = Q(pk__in=findings.values("pk")) | Q(against__findings__in=findings.values("pk"))
    keys = list(ev.Finding.objects.filter(near).values_list("key", flat=True).distinct())
    names = ev.Named.objects.filter(document=document).values("identity")
    frozen = Q(at__gte=document.received) if document.received else Q()
    for told in (
        ev.Against.objects.filter(findings__key__in=keys),
        ev.Finding.objects.filter(key__in=keys),
        ev.Change.objects.filter(key__in=keys),
        ev.Identity.objects.filter(key__in=names),
        *(table.objects.filter(citations__in=citing(cited, document.pk, keys)) for table, cited in CITING.items()),
        pr.Line.objects.filter(quotes__document=document.pk),
        pr.Comment.objects.filter(practice__lines__in=lines_on(document.pk, keys)),
        pr.Answer.objects.filter(comment__practice__lines__in=lines_on(document.pk, keys)),
        tf.Brief.objects.filter(frozen),
        sh.Bundle.objects.filter(sent__given__document=document.pk),
    ):
        for row in told.exclude(scope=None).select_related("scope").distinct():
            narrow(row, before, after)


def citing(table: type[tf.Cited], document: str, keys: list[str]) -> QuerySet[Any]:
    """The citations of findings with these keys, or that a document was part of when they were made."""
    return table._default_manager.filter(Q(key__in=keys) | Q(body__icontains=document))


def lines_on(document: str, keys: list[str]) -> QuerySet[Any]:
    """The lines of practices that stand on a document, by a sentence or a finding."""
    found = Q(quotes__document=document) | Q(citations__in=citing(pr.Standing, document, keys))
    return pr.Line.objects.filter(found).values("pk")
