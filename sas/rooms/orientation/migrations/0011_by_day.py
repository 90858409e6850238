from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('orientation', '0010_distance_band'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='orientation',
            index=models.Index(fields=['day'], name='orientation_by_day'),
        ),
    ]
