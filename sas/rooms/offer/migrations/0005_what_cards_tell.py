# Columns with defaults kept by the database: nothing waits. A rebuild of the read model fills them.

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offer', '0004_search_in_memory'),
    ]

    operations = [
        migrations.AddField(
            model_name='offercard',
            name='sign',
            field=models.CharField(choices=[('professional', 'Professionnel de santé'), ('pharmacy', 'Pharmacie'), ('cds', 'Centre de santé'), ('msp', 'Maison de santé'), ('cpts', 'CPTS'), ('sos', 'SOS Médecins'), ('establishment', 'Établissement de santé')], db_default='professional', default='professional', max_length=14),
        ),
        migrations.AddField(
            model_name='offercard',
            name='reorientation',
            field=models.BooleanField(db_default=False, default=False, help_text='forfait de réorientation'),
        ),
        migrations.AddField(
            model_name='offercard',
            name='hours',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), db_default=[], default=list, help_text='Lundi : 08h30 – 12h00; a line a day', size=None),
        ),
        migrations.AddField(
            model_name='offercard',
            name='cpts_id',
            field=models.BigIntegerField(help_text='the CPTS in which the place is declared', null=True),
        ),
        migrations.AddField(
            model_name='offercard',
            name='listed_at',
            field=models.DateTimeField(help_text='when the directory last told something else of the place', null=True),
        ),
    ]
