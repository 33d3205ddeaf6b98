"""An index of words on PostgreSQL, as FTS5 is on SQLite: over words that are folded already."""

from django.db import migrations

NAME = "evidence_excerpt_words"


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"CREATE INDEX {NAME} ON evidence_excerpt USING gin (to_tsvector('simple', folded))")


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_held")]
    operations = [migrations.RunPython(make, drop)]
