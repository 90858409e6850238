from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_editor_connections'),
    ]

    operations = [
        migrations.AddField(
            model_name='editor',
            name='environment',
            field=models.CharField(choices=[('test', 'Essais'), ('preproduction', 'Préproduction'), ('production', 'Production')], db_default='test', max_length=13),
        ),
        migrations.AddField(
            model_name='editor',
            name='slots_asked',
            field=models.BooleanField(db_default=True, help_text='its free slots are asked for and shown'),
        ),
    ]
