"""The rulings of people: withdrawals, corrections, identities, reliability."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("evidence", "0002_words"),)
    operations = (
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("kind", models.CharField(db_index=True, max_length=20)),
                ("subject", models.TextField()),
                ("other", models.TextField()),
                ("says", models.TextField()),
                ("why", models.TextField()),
                ("by", models.TextField()),
                ("at", models.CharField(max_length=40)),
            ],
        ),
    )
