# The check that comes instead holds for every row at once; those that are there are read without a lock that waits.

import django.contrib.postgres.operations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orientation', '0007_told_by_an_editor_checked'),
    ]

    operations = [
        migrations.AddField(
            model_name='orientation',
            name='editor_id',
            field=models.IntegerField(help_text='directory.Editor whose slot it is', null=True),
        ),
        migrations.AddField(
            model_name='orientation',
            name='editor_slot',
            field=models.BigIntegerField(help_text="number of an editor's slot; null: of an agenda, or en sus", null=True),
        ),
        migrations.RemoveConstraint(
            model_name='orientation',
            name='orientation_slot_by_kind',
        ),
        django.contrib.postgres.operations.AddConstraintNotValid(
            model_name='orientation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('editor_slot__isnull', True), ('kind__in', [1, 3]), ('slot__isnull', False)), models.Q(('editor_id__isnull', False), ('editor_slot__isnull', False), ('kind__in', [1, 3]), ('slot__isnull', True)), models.Q(('editor_slot__isnull', True), ('kind__in', [2, 4]), ('slot__isnull', True)), _connector='OR'), name='orientation_slot_by_kind'),
        ),
    ]
