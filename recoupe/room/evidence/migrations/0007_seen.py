"""Which scopes a view sees, worked out once; indexes for what the pages list, each in its order."""

import django.db.models.deletion
from django.db import migrations, models


def scopes_of_parts(apps, editor):
    """What takes part in a finding is told in its scope."""
    part, finding = (apps.get_model("evidence", name) for name in ("Part", "Finding"))
    of_it = finding.objects.using(editor.connection.alias).filter(pk=models.OuterRef("finding"))
    own = {name: models.Subquery(of_it.values(name)[:1]) for name in ("scope", "is_standing")}
    part.objects.using(editor.connection.alias).update(**own)


def speakers(apps, editor):
    """Who is on record in a document with a claim."""
    named, claim = (apps.get_model("evidence", name) for name in ("Named", "Claim"))
    theirs = claim.objects.using(editor.connection.alias).exclude(kind="own voice")
    spoke = theirs.filter(document=models.OuterRef("document"), speaker=models.OuterRef("entity"))
    named.objects.using(editor.connection.alias).filter(models.Exists(spoke)).update(is_speaker=True)


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0006_words_postgresql"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="View",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("labels", models.JSONField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="change",
            name="change_by_turn",
        ),
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_by_weight",
        ),
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_by_day",
        ),
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_by_type",
        ),
        migrations.AddField(
            model_name="part",
            name="is_standing",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="part",
            name="scope",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="evidence.scope",
            ),
        ),
        migrations.AlterField(
            model_name="part",
            name="identity",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["turn", "what", "scope", "key"], name="change_by_turn"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=[
                    "-received",
                    "-id",
                    "label",
                    "language",
                    "source_country",
                    "published_earliest",
                    "published_latest",
                ],
                name="document_by_receipt",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                models.Func("source_name", template="SUBSTR(%(expressions)s, 1, 200)"),
                models.F("label"),
                name="document_of_source",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["-weight", "id", "scope", "is_standing"], name="finding_by_weight"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["kind", "-weight", "id", "scope", "is_standing"], name="finding_of_kind"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["type", "-weight", "id", "kind", "scope", "is_standing"], name="finding_of_type"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["place", "-weight", "id", "kind", "latitude", "scope", "is_standing"], name="finding_at_place"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["kind", "about", "weight", "scope", "is_standing"], name="finding_on_subject"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["kind", "-begins", "-weight", "id", "ends", "scope", "is_standing"], name="finding_by_day"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["begins", "id", "ends", "scope", "is_standing"], name="finding_by_beginning"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["-turn", "-weight", "id", "scope", "is_standing"], name="finding_by_turn"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("is_contradicted", True)),
                fields=["-weight", "id", "scope"],
                name="finding_disputed",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("is_standing", False)), fields=["-weight", "id", "scope"], name="finding_fallen"
            ),
        ),
        migrations.RunPython(scopes_of_parts, migrations.RunPython.noop),
        migrations.AddField(model_name="named", name="is_speaker", field=models.BooleanField(default=False)),
        migrations.RunPython(speakers, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="named",
            index=models.Index(fields=["is_speaker", "identity", "document"], name="named_by_speaking"),
        ),
        migrations.AddIndex(
            model_name="part",
            index=models.Index(fields=["identity", "scope", "is_standing", "finding"], name="part_by_identity"),
        ),
        migrations.AddIndex(
            model_name="ruling",
            index=models.Index(fields=["kind", "subject"], name="ruling_on_subject"),
        ),
        migrations.AddField(
            model_name="seen",
            name="scope",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="evidence.scope"),
        ),
        migrations.AddField(
            model_name="seen",
            name="view",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="evidence.view"),
        ),
        migrations.AddConstraint(
            model_name="seen",
            constraint=models.UniqueConstraint(fields=("view", "scope"), name="once_seen"),
        ),
    ]
