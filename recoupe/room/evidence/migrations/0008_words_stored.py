"""The words of an excerpt on PostgreSQL as a column of their own, which its index is of."""

from django.db import migrations

from .. import search

INDEX = "evidence_excerpt_words"


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in (f"DROP INDEX {INDEX}", *search.CREATE_POSTGRESQL):
            editor.execute(statement)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in search.DROP_POSTGRESQL:
            editor.execute(statement)
        editor.execute(f"CREATE INDEX {INDEX} ON evidence_excerpt USING gin (to_tsvector('simple', folded))")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0007_seen")]
    operations = [migrations.RunPython(make, drop)]
