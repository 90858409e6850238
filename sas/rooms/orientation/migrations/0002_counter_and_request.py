from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('availability', '0001_initial'),
        ('directory', '0001_initial'),
        ('orientation', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='orientation',
            name='capacity',
            field=models.PositiveSmallIntegerField(help_text='of the plage; null: créneau, or en sus', null=True),
        ),
        migrations.AddField(
            model_name='orientation',
            name='taken',
            field=models.PositiveSmallIntegerField(default=1, help_text='patients on the occurrence, this one included'),
        ),
        migrations.AddField(
            model_name='orientationrequest',
            name='asked',
            field=models.CharField(default='', help_text='what was asked: a key serves one request only', max_length=80),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='orientation',
            index=models.Index(fields=['-created_at', '-id'], name='orientation_newest'),
        ),
    ]
