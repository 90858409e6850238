# In a transaction of its own: reading the rows takes no lock that writers wait for.

import django.contrib.postgres.operations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('orientation', '0004_sent_by_an_ioa'),
    ]

    operations = [
        django.contrib.postgres.operations.ValidateConstraint(
            model_name='orientation',
            name='orientation_slot_by_kind',
        ),
    ]
