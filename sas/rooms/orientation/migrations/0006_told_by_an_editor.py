# The check that comes instead holds for every row at once; those that are there are read without a lock that waits.

import django.contrib.postgres.operations
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchanges', '0002_clients_and_appointments'),
        ('orientation', '0005_sent_by_an_ioa_checked'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrientationAppointment',
            fields=[
                ('orientation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='reported', serialize=False, to='orientation.orientation')),
                ('at', models.DateTimeField()),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.appointment')),
            ],
        ),
        migrations.AlterField(
            model_name='orientation',
            name='kind',
            field=models.PositiveSmallIntegerField(choices=[(1, 'Sur créneau ou plage'), (2, 'En sus des disponibilités'), (3, 'Sur créneau ou plage, depuis les urgences'), (4, "Dans le logiciel de l'éditeur")]),
        ),
        migrations.RemoveConstraint(
            model_name='orientation',
            name='orientation_slot_by_kind',
        ),
        django.contrib.postgres.operations.AddConstraintNotValid(
            model_name='orientation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', [1, 3]), ('slot__isnull', False)), models.Q(('kind__in', [2, 4]), ('slot__isnull', True)), _connector='OR'), name='orientation_slot_by_kind'),
        ),
    ]
