"""Days as mails tell them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date

_PARIS = ZoneInfo("Europe/Paris")


def day_of(moment: datetime) -> str:
    """« 4 mars 2027 », as in Paris."""
    return str(format_date(moment.astimezone(_PARIS), "j F Y"))
