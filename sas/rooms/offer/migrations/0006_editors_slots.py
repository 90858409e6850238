# Columns with defaults kept by the database: nothing waits. A rebuild of the read model fills them.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offer', '0005_what_cards_tell'),
    ]

    operations = [
        migrations.AddField(
            model_name='offercard',
            name='editor',
            field=models.CharField(db_default='', default='', help_text='its name', max_length=120),
        ),
        migrations.AddField(
            model_name='offercard',
            name='editor_id',
            field=models.IntegerField(help_text="whose slots stand here instead of the agenda's", null=True),
        ),
        migrations.AddField(
            model_name='offercard',
            name='editor_known',
            field=models.CharField(blank=True, db_default='', default='', help_text='editors.Known', max_length=7),
        ),
        migrations.AddField(
            model_name='offeropening',
            name='bookable',
            field=models.BooleanField(db_default=True, default=True, help_text='false: one comes without appointment'),
        ),
        migrations.AddField(
            model_name='offeropening',
            name='labels',
            field=models.SmallIntegerField(db_default=1, default=1, help_text='editors.Labels: who may see it'),
        ),
        migrations.AddField(
            model_name='offeropening',
            name='url',
            field=models.CharField(blank=True, db_default='', default='', help_text='where an editor books it', max_length=500),
        ),
    ]
