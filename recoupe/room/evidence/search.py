"""Search: passages and claims by their words: FTS5 on SQLite, on PostgreSQL a GIN index of the same folded words."""

from __future__ import annotations

from django.db import connections
from django.db.models import QuerySet

from ...query import Query, Term
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

# On PostgreSQL the words are a column beside those of the model, kept by the database: to look again at a row costs little.
CREATE_POSTGRESQL = (
    "ALTER TABLE evidence_excerpt ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED",
    "CREATE INDEX evidence_excerpt_words ON evidence_excerpt USING gin (words)",
)
DROP_POSTGRESQL = ("ALTER TABLE evidence_excerpt DROP COLUMN words",)
ASKED = "evidence_excerpt.words @@ to_tsquery('simple', %s)"
RANK = "ts_rank(evidence_excerpt.words, to_tsquery('simple', %s))"
RANKED = (
    """SELECT rowid FROM evidence_words WHERE evidence_words MATCH %s ORDER BY bm25(evidence_words), rowid LIMIT %s"""
)
LIGHT = (
    "kind", "start", "end", "original_start", "original_end", "text", "speaker", "modality", "document__name", "document__title",
)  # fmt: skip


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
    rows = Excerpt.objects.using(alias).select_related("document").only(*LIGHT)
    if connections[alias].vendor == "sqlite":
        with connections[alias].cursor() as cursor:
            cursor.execute(RANKED, [expression(query), limit])
            ids = [id for (id,) in cursor.fetchall()]
        found = rows.in_bulk(ids)
        return [hit(found[id]) for id in ids]
    asked = as_tsquery(query)
    ranked = rows.extra(where=[ASKED], params=[asked], select={"rank": RANK}, select_params=[asked])
    return [hit(row) for row in ranked.order_by("-rank", "id")[:limit]]


def answering(rows: QuerySet[Excerpt], query: Query) -> QuerySet[Excerpt]:
    """Those of some excerpts that answer a query, the last stored first: so both databases stop when there are enough."""
    if connections[rows.db].vendor == "sqlite":
        matched = ["evidence_words.rowid = evidence_excerpt.id", "evidence_words MATCH %s"]
        found = rows.extra(tables=["evidence_words"], where=matched, params=[expression(query)])
        return found.extra(order_by=["-evidence_words.rowid"])
    return rows.extra(where=[ASKED], params=[as_tsquery(query)]).order_by("-id")


def as_tsquery(query: Query) -> str:
    """A query in PostgreSQL's language; the words are letters and digits alone."""

    def one(term: Term) -> str:
        return "(" + " <-> ".join(term.words) + (":*" if term.is_prefix else "") + ")"

    return " & ".join([*map(one, query.wanted), *(f"!{one(term)}" for term in query.excluded)])


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
