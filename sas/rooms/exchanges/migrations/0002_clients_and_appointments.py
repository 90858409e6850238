import django.db.models.deletion
from django.db import migrations, models

STATUSES = [('pending', 'En attente'), ('booked', 'Pris'), ('fulfilled', 'Honoré'), ('noshow', 'Patient absent'), ('cancelled', 'Annulé')]


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_editor_connections'),
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
                ('active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('common_name', 'unit'), name='fhir_certificate_once')],
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
                ('editor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.editor')),
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
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('appointment', 'number'), name='appointment_version_once')],
            },
        ),
    ]
