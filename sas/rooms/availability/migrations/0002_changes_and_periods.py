# Makes tables and adds columns with defaults of the database: nothing waits.

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

ID = ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID'))


class Migration(migrations.Migration):

    dependencies = [
        ('availability', '0001_initial'),
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaChange',
            fields=[
                ID,
                ('at', models.DateTimeField()),
                ('user_id', models.BigIntegerField(help_text='null: the platform', null=True)),
                ('kind', models.CharField(choices=[('publish_slot', 'Disponibilité ajoutée'), ('edit_occurrence', 'Occurrence modifiée'), ('edit_series', 'Série modifiée'), ('delete_occurrence', 'Occurrence supprimée'), ('delete_series', 'Série supprimée'), ('copy_day', 'Journée copiée'), ('copy_week', 'Semaine copiée'), ('save_unavailability', 'Indisponibilités modifiées'), ('save_additional_info', 'Informations complémentaires modifiées')], max_length=20)),
                ('version', models.PositiveIntegerField(help_text='of the agenda, once changed')),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'version'), name='change_makes_one_version')],
            },
        ),
        migrations.CreateModel(
            name='PastUnavailability',
            fields=[
                ID,
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='past_unavailability_in_order')],
                'indexes': [models.Index(fields=['place', 'until'], name='past_unavailability_lately')],
            },
        ),
        migrations.CreateModel(
            name='UnavailabilityPeriod',
            fields=[
                ID,
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('zone', models.CharField(max_length=40)),
                ('saved_at', models.DateTimeField(help_text='nothing is hidden before')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.place')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='period_in_order'),
                    models.UniqueConstraint(fields=('place', 'first_day'), name='period_begins_once'),
                ],
            },
        ),
        migrations.AddField(
            model_name='agenda',
            name='version',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='counts the changes by people'),
        ),
        migrations.AddField(
            model_name='agendaslot',
            name='holidays',
            field=models.CharField(blank=True, db_default='', default='', help_text='calendar whose public holidays suspend it', max_length=4),
        ),
        migrations.AddField(
            model_name='agendaslot',
            name='replaces',
            field=models.DateField(help_text='of a dated slot: the day of the series that it stands for', null=True),
        ),
        migrations.AddField(
            model_name='agendaslot',
            name='series',
            field=models.BigIntegerField(help_text='first slot of its series; null: this one, or no series', null=True),
        ),
        AddConstraintNotValid(
            model_name='agendaslot',
            constraint=models.CheckConstraint(condition=models.Q(('replaces__isnull', True), models.Q(('series__isnull', False), ('weekly', False)), _connector='OR'), name='slot_stands_for_a_day'),
        ),
    ]
