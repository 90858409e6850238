# A new table: nothing waits.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_search_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReferenceVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=64, unique=True)),
                ('loaded_at', models.DateTimeField()),
            ],
        ),
    ]
