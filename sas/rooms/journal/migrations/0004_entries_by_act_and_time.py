from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # indexes that are built while the table is in use

    dependencies = [
        ("journal", "0003_changes_and_person_keys"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="auditentry",
            index=models.Index(fields=["verb", "at"], name="audit_by_verb"),
        ),
        AddIndexConcurrently(
            model_name="auditentry",
            index=models.Index(fields=["at"], name="audit_by_time"),
        ),
    ]
