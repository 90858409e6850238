# A new table: nothing waits.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offer', '0002_absence_of_a_place'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rebuild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('running', 'En cours'), ('done', 'Terminée')], default='running', max_length=8)),
                ('asked_by_id', models.BigIntegerField(help_text='the account; null: the platform', null=True)),
                ('total', models.PositiveIntegerField(help_text='places when it was asked')),
                ('done', models.PositiveIntegerField(default=0)),
                ('last_place_id', models.BigIntegerField(default=0)),
                ('started_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField(help_text='when its last batch was written')),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('state',), name='rebuild_one_runs')],
            },
        ),
    ]
