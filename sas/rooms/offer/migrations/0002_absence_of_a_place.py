
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offer', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='offerrank',
            name='absent_from',
            field=models.DateTimeField(help_text='next instant at which the place leaves the results', null=True),
        ),
        migrations.AddField(
            model_name='offerrank',
            name='absent_to',
            field=models.DateTimeField(help_text='last instant before it is back; null: no end', null=True),
        ),
    ]
