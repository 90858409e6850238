# Reads the slots under a lock that lets everybody read and write.

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('availability', '0002_changes_and_periods'),
    ]

    operations = [
        ValidateConstraint(model_name='agendaslot', name='slot_stands_for_a_day'),
    ]
