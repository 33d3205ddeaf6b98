"""Search: passages and claims by their words; FTS5 on SQLite, on PostgreSQL a plain scan of what holds them."""

from __future__ import annotations

from django.db import connections

from ...query import Query, Term, count
from ...store import Hit
from .models import Excerpt

CREATE = (
    """CREATE VIRTUAL TABLE evidence_words USING fts5(
           folded, content='evidence_excerpt', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER evidence_words_in AFTER INSERT ON evidence_excerpt BEGIN
           INSERT INTO evidence_words(rowid, folded) VALUES (new.id, new.folded); END""",
    """CREATE TRIGGER evidence_words_out AFTER DELETE ON evidence_excerpt BEGIN
           INSERT INTO evidence_words(evidence_words, rowid, folded) VALUES ('delete', old.id, old.folded); END""",
)
DROP = ("DROP TRIGGER evidence_words_out", "DROP TRIGGER evidence_words_in", "DROP TABLE evidence_words")

RANKED = (
    """SELECT rowid FROM evidence_words WHERE evidence_words MATCH %s ORDER BY bm25(evidence_words), rowid LIMIT %s"""
)


def make_index(apps, editor) -> None:
    """Make the index where the database is SQLite; for a migration."""
    if editor.connection.vendor == "sqlite":
        for statement in CREATE:
            editor.execute(statement)


def drop_index(apps, editor) -> None:
    """Take the index away again; for a migration."""
    if editor.connection.vendor == "sqlite":
        for statement in DROP:
            editor.execute(statement)


def search(alias: str, query: Query, limit: int) -> list[Hit]:
    """The passages and claims that answer a query, best first."""
    if connections[alias].vendor == "sqlite":
        with connections[alias].cursor() as cursor:
            cursor.execute(RANKED, [expression(query), limit])
            ids = [id for (id,) in cursor.fetchall()]
        found = Excerpt.objects.using(alias).select_related("document").in_bulk(ids)
        return [hit(found[id]) for id in ids]
    rows = Excerpt.objects.using(alias).select_related("document").order_by("id")
    for word in {word for term in query.wanted for word in term.words}:
        rows = rows.filter(folded__contains=word)
    ranked = [(-times, row.pk, row) for row in rows.iterator() if (times := count(query, row.text))]
    return [hit(row) for _, _, row in sorted(ranked)[:limit]]


def expression(query: Query) -> str:
    """A query in FTS5's language; every term is quoted, so nothing typed is taken for an operator."""
    said = " AND ".join(map(quoted, query.wanted))
    return f"({said})" + "".join(f" NOT {quoted(term)}" for term in query.excluded)


def quoted(term: Term) -> str:
    return '"' + " ".join(term.words) + '"' + ("*" if term.is_prefix else "")


def hit(row: Excerpt) -> Hit:
    """An excerpt as the contract gives it."""
    return Hit(
        kind=row.kind,
        document=row.document_id,
        name=row.document.name,
        title=row.document.title,
        start=row.start,
        end=row.end,
        original=(row.original_start, row.original_end),
        text=row.text,
        speaker=row.speaker,
        modality=row.modality,
    )
