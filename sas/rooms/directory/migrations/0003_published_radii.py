# Columns that may be null: nothing waits, and the next upgrade fills them.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_editors_lrms_contacts'),
    ]

    operations = [
        migrations.AddField(
            model_name='departement',
            name='published_city_radius_km',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='departement',
            name='published_county_radius_km',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='departement',
            name='published_lat',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='departement',
            name='published_lon',
            field=models.FloatField(null=True),
        ),
    ]
