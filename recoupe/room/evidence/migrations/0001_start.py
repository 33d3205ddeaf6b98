"""The tables of evidence."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.CharField(max_length=40)),
                ("format", models.CharField(max_length=20)),
                ("reason", models.TextField()),
                ("documents", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("engine", models.CharField(max_length=64)),
                ("original", models.BinaryField()),
                ("layer", models.BinaryField(null=True)),
                ("encoding", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("starts", models.BinaryField()),
                ("ends", models.BinaryField()),
                ("size", models.BigIntegerField()),
                ("name", models.TextField(db_index=True)),
                ("media_type", models.CharField(max_length=200)),
                ("title", models.TextField()),
                ("authors", models.JSONField()),
                ("url", models.TextField(null=True)),
                ("language", models.CharField(max_length=40)),
                ("published_earliest", models.DateField(db_index=True, null=True)),
                ("published_latest", models.DateField(null=True)),
                ("published_reason", models.TextField()),
                ("source_name", models.TextField(null=True)),
                ("source_kind", models.CharField(max_length=20, null=True)),
                ("source_country", models.CharField(max_length=2, null=True)),
                ("source_reliability", models.CharField(max_length=1, null=True)),
                ("tlp", models.CharField(max_length=20)),
                ("originator", models.TextField()),
                ("releasable_to", models.JSONField()),
                ("is_default_marking", models.BooleanField()),
                ("apart", models.JSONField()),
                ("pages", models.JSONField()),
                ("notes", models.JSONField()),
                ("evidence_language", models.CharField(max_length=40)),
                ("evidence_notes", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("position", models.IntegerField()),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("original_start", models.BigIntegerField()),
                ("original_end", models.BigIntegerField()),
                ("rule", models.CharField(max_length=200)),
                ("confidence", models.FloatField()),
                ("speaker", models.TextField(db_index=True)),
                ("speaker_kind", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=20)),
                ("modality", models.CharField(max_length=40)),
                ("cue", models.TextField()),
                ("cue_span", models.JSONField(null=True)),
                ("speaker_span", models.JSONField(null=True)),
                ("via", models.JSONField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.document"
                    ),
                ),
            ],
            options={
                "ordering": ("document", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Entity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("key", models.TextField(db_index=True)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.TextField()),
                ("aliases", models.JSONField()),
                ("acronym", models.TextField(null=True)),
                ("country", models.CharField(max_length=40, null=True)),
                ("office", models.TextField(null=True)),
                ("is_public", models.BooleanField()),
                ("geonames", models.BigIntegerField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.document"
                    ),
                ),
            ],
            options={
                "ordering": ("document", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("position", models.IntegerField()),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("original_start", models.BigIntegerField()),
                ("original_end", models.BigIntegerField()),
                ("rule", models.CharField(max_length=200)),
                ("confidence", models.FloatField()),
                ("type", models.CharField(db_index=True, max_length=80)),
                ("status", models.CharField(max_length=20)),
                ("times", models.JSONField()),
                ("begins", models.CharField(db_index=True, max_length=32, null=True)),
                ("ends", models.CharField(max_length=32, null=True)),
                ("recurrence", models.TextField(null=True)),
                ("place", models.TextField(null=True)),
                ("country", models.CharField(max_length=40, null=True)),
                ("spans", models.JSONField()),
                ("speaker", models.TextField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.document"
                    ),
                ),
            ],
            options={
                "ordering": ("document", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Detail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("text", models.TextField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("name", models.CharField(max_length=80)),
                ("value", models.TextField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.event"
                    ),
                ),
            ],
            options={
                "ordering": ("event", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Excerpt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("original_start", models.BigIntegerField()),
                ("original_end", models.BigIntegerField()),
                ("text", models.TextField()),
                ("folded", models.TextField()),
                ("speaker", models.TextField(null=True)),
                ("modality", models.CharField(max_length=40, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.document"
                    ),
                ),
            ],
            options={
                "ordering": ("document", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("position", models.IntegerField()),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("original_start", models.BigIntegerField()),
                ("original_end", models.BigIntegerField()),
                ("rule", models.CharField(max_length=200)),
                ("confidence", models.FloatField()),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("unit", models.TextField(null=True)),
                ("approximate", models.BooleanField()),
                ("population", models.TextField(null=True)),
                ("as_of", models.TextField(null=True)),
                ("trend", models.CharField(max_length=20, null=True)),
                ("speaker", models.TextField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.document"
                    ),
                ),
            ],
            options={
                "ordering": ("document", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("position", models.IntegerField()),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("original_start", models.BigIntegerField()),
                ("original_end", models.BigIntegerField()),
                ("rule", models.CharField(max_length=200)),
                ("confidence", models.FloatField()),
                ("type", models.CharField(db_index=True, max_length=80)),
                ("subject", models.TextField(db_index=True)),
                ("object", models.TextField(db_index=True)),
                ("is_denied", models.BooleanField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.document"
                    ),
                ),
            ],
            options={
                "ordering": ("document", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("position", models.IntegerField()),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("original_start", models.BigIntegerField()),
                ("original_end", models.BigIntegerField()),
                ("rule", models.CharField(max_length=200)),
                ("confidence", models.FloatField()),
                ("kind", models.CharField(max_length=20)),
                ("entity", models.TextField(db_index=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.document"
                    ),
                ),
            ],
            options={
                "ordering": ("document", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("text", models.TextField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("role", models.CharField(max_length=80)),
                ("entity", models.TextField(db_index=True, null=True)),
                ("time", models.TextField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.event"
                    ),
                ),
            ],
            options={
                "ordering": ("event", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=40)),
                ("paragraph", models.IntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.document"
                    ),
                ),
            ],
            options={
                "ordering": ("document", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("engine", models.CharField(max_length=64)),
                ("documents", models.JSONField()),
                ("failures", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "engine"), name="one_receipt_a_file_and_engine")
                ],
            },
        ),
        migrations.CreateModel(
            name="Time",
            fields=[
                ("position", models.IntegerField()),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("original_start", models.BigIntegerField()),
                ("original_end", models.BigIntegerField()),
                ("rule", models.CharField(max_length=200)),
                ("confidence", models.FloatField()),
                ("kind", models.CharField(max_length=20)),
                ("value", models.TextField()),
                ("begins", models.CharField(db_index=True, max_length=32, null=True)),
                ("ends", models.CharField(max_length=32, null=True)),
                ("modifier", models.CharField(max_length=20, null=True)),
                ("reason", models.TextField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="evidence.document"
                    ),
                ),
            ],
            options={
                "ordering": ("document", "position"),
                "abstract": False,
            },
        ),
    ]
