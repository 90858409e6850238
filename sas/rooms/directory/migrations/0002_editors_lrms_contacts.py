# New tables, and columns with defaults of the database: nothing waits.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Editor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('active', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Lrm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(help_text='affectation authority, as it stands in the address', max_length=120, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('active', models.BooleanField(default=True)),
            ],
        ),
        migrations.AddField(
            model_name='departement',
            name='edited_at',
            field=models.DateTimeField(help_text="set: centre and radii are the platform's, no load changes them", null=True),
        ),
        migrations.AddField(
            model_name='territory',
            name='contact_email',
            field=models.EmailField(blank=True, db_default='', max_length=254),
        ),
        migrations.AddField(
            model_name='territory',
            name='contact_name',
            field=models.CharField(blank=True, db_default='', help_text='regional contact, for help', max_length=120),
        ),
        migrations.AddField(
            model_name='territory',
            name='contact_phone',
            field=models.CharField(blank=True, db_default='', max_length=20),
        ),
    ]
