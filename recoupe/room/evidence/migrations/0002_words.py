"""The full-text index of passages and claims, on SQLite."""

from django.db import migrations

from .. import search


class Migration(migrations.Migration):
    dependencies = (("evidence", "0001_start"),)
    operations = (migrations.RunPython(search.make_index, search.drop_index),)
