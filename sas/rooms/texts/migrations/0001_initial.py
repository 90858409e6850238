# A new table.

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='TextVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('number', models.PositiveIntegerField(help_text='1, 2, 3 … for each key')),
                ('text', models.TextField(blank=True)),
                ('is_default', models.BooleanField(default=False, help_text='back to the text of the code, whatever it becomes')),
                ('until', models.DateTimeField(help_text='the end of a banner', null=True)),
                ('author_id', models.BigIntegerField(help_text='the account; null: the platform', null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='text_version_once')],
            },
        ),
    ]
