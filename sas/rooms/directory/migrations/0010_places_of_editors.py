from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0009_editor_environment'),
    ]

    operations = [
        migrations.AlterField(
            model_name='place',
            name='source',
            field=models.CharField(choices=[('rpps', 'Annuaire Santé (RPPS)'), ('finess', 'FINESS'), ('structures', 'Fichiers de structures'), ('editor', 'Logiciel de prise de rendez-vous')], max_length=10),
        ),
    ]
