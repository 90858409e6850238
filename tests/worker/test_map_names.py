"""The file of commune names that the map draws, and the gazetteer it is made from."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

FILE = Path(settings.BASE_DIR) / "sas/web/regulation/static/regulation/communes.txt"


@pytest.mark.shows("F-156")
def test_the_names_of_the_map_are_those_of_the_gazetteer() -> None:
    made = StringIO()
    call_command("map_names", stdout=made)
    assert made.getvalue() == FILE.read_text(encoding="utf-8")
