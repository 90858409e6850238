# New tables, and columns with defaults of the database: nothing waits.

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_editors_lrms_contacts'),
        ('participation', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='professionalsettings',
            name='editors',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), db_default=[], default=list, help_text='ids of directory.Editor', size=None),
        ),
        migrations.AddField(
            model_name='structuresettings',
            name='gp_count',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text='médecins généralistes among them: the pledge counts these (§2.7)'),
        ),
        migrations.AddField(
            model_name='structuresettings',
            name='reorientation_package',
            field=models.BooleanField(db_default=False, default=False, help_text='of an establishment: its IOA may search (C22)'),
        ),
        migrations.CreateModel(
            name='ParticipationChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('user_id', models.BigIntegerField(help_text='null: the platform', null=True)),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('professional', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.professional')),
                ('structure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.structure')),
            ],
            options={
                'indexes': [models.Index(fields=['professional', '-at'], name='participation_by_person'), models.Index(fields=['structure', '-at'], name='participation_by_structure')],
                'constraints': [models.CheckConstraint(condition=models.Q(('professional__isnull', False), ('structure__isnull', False), _connector='XOR'), name='participation_change_of_one')],
            },
        ),
    ]
