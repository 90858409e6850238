# New columns with a default in the database, and a new table.

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("journal", "0002_seals"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                ("person", models.CharField(help_text="user:12", max_length=40, primary_key=True, serialize=False)),
                ("master", models.CharField(help_text="which master key wraps it: see rules.secrets", max_length=16)),
                ("wrapped", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="auditentry",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24),
                db_default=[],
                default=list,
                help_text="that opened the door",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="for_whom",
            field=models.CharField(
                blank=True, db_default="", help_text="whose thing it is: structure:5", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="request_id",
            field=models.CharField(blank=True, db_default="", max_length=32),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="network",
            field=models.CharField(blank=True, db_default="", help_text="/24 in IPv4, /48 in IPv6", max_length=45),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="about",
            field=models.CharField(blank=True, db_default="", help_text="whose key: user:12", max_length=40),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="before",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="after",
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
