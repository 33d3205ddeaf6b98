"""The audit can be added to and nothing else: the database itself refuses to change or delete an entry."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER people_entry_no_{verb.lower()} BEFORE {verb} ON people_entry
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION people_entry_refused() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$""",
    """CREATE TRIGGER people_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON people_entry
       FOR EACH STATEMENT EXECUTE FUNCTION people_entry_refused()""",
]


def make(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def drop(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER people_entry_no_update")
        editor.execute("DROP TRIGGER people_entry_no_delete")
    else:
        editor.execute("DROP TRIGGER people_entry_append_only ON people_entry")
        editor.execute("DROP FUNCTION people_entry_refused")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_start")]
    operations = [migrations.RunPython(make, drop)]
