# Columns with a default of the database, and a new table: nothing waits.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offer', '0003_rebuild'),
    ]

    operations = [
        migrations.AddField(
            model_name='offerrank',
            name='convention',
            field=models.SmallIntegerField(db_default=0, help_text='index in offer.rules.CONVENTIONS'),
        ),
        migrations.AddField(
            model_name='offerrank',
            name='cpts_id',
            field=models.BigIntegerField(help_text='the CPTS in which the place is declared', null=True),
        ),
        migrations.AddField(
            model_name='offeropening',
            name='minutes',
            field=models.SmallIntegerField(db_default=0, help_text='how long it lasts; 0: written before that was kept'),
        ),
        migrations.CreateModel(
            name='KeptSearch',
            fields=[
                ('token', models.UUIDField(primary_key=True, serialize=False)),
                ('account_id', models.BigIntegerField()),
                ('asked', models.CharField(max_length=64)),
                ('places', models.BinaryField()),
                ('cpts', models.BinaryField(help_text='0: a place for itself; empty: all are')),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['kept_at'], name='kept_search_age')],
            },
        ),
        # Written often, read for half an hour, missed by nobody after a crash; vacuumed before it grows.
        migrations.RunSQL(
            "alter table offer_keptsearch set unlogged;"
            " alter table offer_keptsearch alter column places set storage external;"
            " alter table offer_keptsearch set (autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_threshold = 200,"
            " toast.autovacuum_vacuum_scale_factor = 0.1, toast.autovacuum_vacuum_threshold = 200)",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
