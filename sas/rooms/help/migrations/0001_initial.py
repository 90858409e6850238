# Two new tables.

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='HelpEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='its anchor; of those shipped, what names them', max_length=60, unique=True)),
                ('theme', models.CharField(choices=[('acces', 'Perte de login / mot de passe'), ('pro-sante-connect', 'Problème de connexion par Pro Santé Connect'), ('demande-de-compte', "Demande de création d'un compte"), ('renseignement', 'Demande de renseignement sur le SAS'), ('profil', 'Mise à jour des informations de mon profil'), ('donnees-affichees', 'Mise à jour des données affichées'), ('utilisation', "Assistance à l'utilisation de la plateforme"), ('creation-de-compte', "Création d'un compte"), ('suppression-de-compte', "Demande de suppression d'un compte"), ('incident', "Déclaration d'un bug ou d'un incident"), ('editeurs', "Demande liée à l'interfaçage avec les éditeurs")], max_length=30)),
                ('rank', models.PositiveIntegerField(help_text='1, 2, 3 … in its theme')),
                ('state', models.CharField(choices=[('brouillon', 'Brouillon'), ('publie', 'Publiée'), ('retire', 'Retirée')], max_length=10)),
                ('shown', models.PositiveIntegerField(help_text='the number of the version that is read', null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('theme', 'rank'), name='help_entry_rank_once'), models.CheckConstraint(condition=models.Q(models.Q(('shown__isnull', False), ('state', 'publie')), models.Q(models.Q(('state', 'publie'), _negated=True), ('shown__isnull', True)), _connector='OR'), name='help_entry_shown_when_published')],
            },
        ),
        migrations.CreateModel(
            name='HelpVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='1, 2, 3 … for each entry')),
                ('question', models.CharField(max_length=200)),
                ('answer', models.TextField()),
                ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None)),
                ('author_id', models.BigIntegerField(help_text='the account; null: shipped with the platform', null=True)),
                ('at', models.DateTimeField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='help.helpentry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='help_version_once')],
            },
        ),
    ]
