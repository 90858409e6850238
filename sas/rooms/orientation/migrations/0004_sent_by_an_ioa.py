# The check that comes instead holds for every row at once; those that are there are read without a lock that waits.

import django.contrib.postgres.operations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orientation', '0003_member_of_a_structure'),
    ]

    operations = [
        migrations.AlterField(
            model_name='orientation',
            name='kind',
            field=models.PositiveSmallIntegerField(choices=[(1, 'Sur créneau ou plage'), (2, 'En sus des disponibilités'), (3, 'Sur créneau ou plage, depuis les urgences')]),
        ),
        migrations.RemoveConstraint(
            model_name='orientation',
            name='orientation_slot_by_kind',
        ),
        django.contrib.postgres.operations.AddConstraintNotValid(
            model_name='orientation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', [1, 3]), ('slot__isnull', False)), models.Q(('kind', 2), ('slot__isnull', True)), _connector='OR'), name='orientation_slot_by_kind'),
        ),
    ]
