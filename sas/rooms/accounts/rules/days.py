"""Days as mails tell them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sas.dates import day_in_words

_PARIS = ZoneInfo("Europe/Paris")


def day_of(moment: datetime) -> str:
    """« 4 mars 2027 », as in Paris."""
    return day_in_words(moment.astimezone(_PARIS), "j F Y")
