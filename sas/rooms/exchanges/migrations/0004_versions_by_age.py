from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # an index that is built while the table is in use

    dependencies = [
        ("exchanges", "0003_editor_accounts"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="appointmentversion",
            index=BrinIndex(fields=["received_at"], name="appointment_version_by_age"),
        ),
    ]
