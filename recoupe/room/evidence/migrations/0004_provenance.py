"""The provenance of a document: whom it names as its source, the facts it names, and its imprint."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("evidence", "0003_ruling"),)
    operations = (
        migrations.AddField("document", "credits", models.JSONField(default=list)),
        migrations.AddField("document", "facts", models.JSONField(default=list)),
        migrations.AddField("document", "is_doubled", models.BooleanField(default=False)),
        migrations.AddField("document", "words", models.IntegerField(default=0)),
        migrations.AddField("document", "imprint_hashes", models.BinaryField(default=bytes)),
        migrations.AddField("document", "imprint_places", models.BinaryField(default=bytes)),
    )
