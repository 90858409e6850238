# A column with a default kept by the database: nothing waits. The projection of each place fills it.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offer', '0006_editors_slots'),
    ]

    operations = [
        migrations.AddField(
            model_name='offerrank',
            name='unread',
            field=models.BooleanField(db_default=False, default=False, help_text='its editor has told nothing of it yet'),
        ),
    ]
