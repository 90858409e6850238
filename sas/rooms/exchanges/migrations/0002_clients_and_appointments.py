import django.db.models.deletion
from django.db import migrations, models

STATUSES = [('pending', 'En attente'), ('booked', 'Pris'), ('fulfilled', 'Honoré'), ('noshow', 'Patient absent'), ('cancelled', 'Annulé')]


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0007_lrm_at_the_hub'),
        ('exchanges', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FhirClient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('client_id', models.CharField(max_length=40, unique=True)),
                ('secret_digest', models.CharField(blank=True, help_text='empty: no token is given', max_length=64)),
                ('common_name', models.CharField(help_text='of its certificate; null: none is accepted', max_length=200, null=True)),
                ('unit', models.CharField(help_text='organisational unit (OU) of its certificate', max_length=200, null=True)),
                ('system', models.CharField(help_text='`identifier.system` it reports under', max_length=200, null=True, unique=True)),
                ('reads', models.BooleanField(default=False, help_text='may read availability')),
                ('active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
                ('editor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.editor')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('common_name', 'unit'), name='fhir_certificate_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('editor__isnull', True), ('system__isnull', True)), models.Q(('editor__isnull', False), ('system__isnull', False)), _connector='OR'), name='fhir_editor_has_a_system'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.UUIDField(unique=True)),
                ('system', models.CharField(max_length=200)),
                ('value', models.CharField(max_length=200)),
                ('status', models.CharField(choices=STATUSES, max_length=9)),
                ('version', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.fhirclient')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('system', 'value'), name='appointment_once')],
            },
        ),
        migrations.CreateModel(
            name='AppointmentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('received_at', models.DateTimeField()),
                ('body', models.TextField()),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='exchanges.appointment')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.fhirclient')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('appointment', 'number'), name='appointment_version_once')],
            },
        ),
    ]
