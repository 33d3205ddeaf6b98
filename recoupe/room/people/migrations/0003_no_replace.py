"""SQLite's INSERT OR REPLACE deletes without asking the guard of deleting: a number that is taken is refused."""

from django.db import migrations

GUARD = """CREATE TRIGGER people_entry_no_replace BEFORE INSERT ON people_entry
           WHEN EXISTS (SELECT 1 FROM people_entry WHERE number = NEW.number)
           BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"""


def make(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute(GUARD)


def drop(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER people_entry_no_replace")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_append_only")]
    operations = [migrations.RunPython(make, drop)]
