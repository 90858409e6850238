"""Unanswered searches of the country, month by month: what the night's count adds from now on, for the months before."""

from django.db import migrations

ADDED = """
insert into usage_unansweredmonth (month, dimension, departement, value, unanswered)
select month, dimension, 'FR', value, sum(unanswered) from usage_unansweredmonth
where dimension <> 'commune' and departement <> 'FR' group by month, dimension, value
on conflict do nothing
"""
TAKEN_BACK = "delete from usage_unansweredmonth where departement = 'FR'"


class Migration(migrations.Migration):
    """A few thousand rows, added to a table that nobody but the night's count writes."""

    dependencies = [("usage", "0001_initial")]

    operations = [migrations.RunSQL(ADDED, TAKEN_BACK)]
