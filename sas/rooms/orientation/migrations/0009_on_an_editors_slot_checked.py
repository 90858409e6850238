# In a transaction of its own: reading the rows takes no lock that writers wait for.

import django.contrib.postgres.operations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('orientation', '0008_on_an_editors_slot'),
    ]

    operations = [
        django.contrib.postgres.operations.ValidateConstraint(
            model_name='orientation',
            name='orientation_slot_by_kind',
        ),
    ]
