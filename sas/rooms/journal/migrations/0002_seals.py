# Two new tables.

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditPurge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(help_text='UTC instant of the purge')),
                ('seal_id', models.BigIntegerField()),
                ('entries', models.PositiveBigIntegerField(help_text='how many were removed')),
                ('key', models.CharField(max_length=16)),
                ('signature', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(help_text='UTC instant of the sealing')),
                ('first', models.BigIntegerField(unique=True)),
                ('last', models.BigIntegerField()),
                ('gaps', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('late', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('key', models.CharField(help_text='which key sealed: see rules.name_of', max_length=16)),
                ('marks', models.BinaryField(help_text='one of each entry, in the order of their numbers, the late ones last')),
                ('digest', models.CharField(help_text='of all this, and of the digest of the seal before', max_length=64)),
            ],
        ),
    ]
