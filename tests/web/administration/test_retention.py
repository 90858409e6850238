"""Administrators read how long data are kept, and what the last night removed (F-270)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.protection import operations
from tests.factories import care
from tests.factories.browsers import browser
from tests.rooms.protection.old_things import MAKERS

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-270")]
PAGE = "/administration/conservation"


def test_each_kind_is_shown_with_its_time_and_its_last_purge() -> None:
    now, client = datetime.now(UTC), browser(care.account(Role.ADMINISTRATEUR_NATIONAL))
    before = client.get(PAGE).content.decode()
    nights = len(MAKERS) - 1
    assert before.count("À faire</span>") == nights and f"{nights} lignes du tableau en retard" in before
    MAKERS["mails"](now - timedelta(days=91))
    operations.purge(actor=Actor.SYSTEM, now=now)
    with CaptureQueriesContext(connection) as asked:
        after = client.get(PAGE).content.decode()
    assert "À faire</span>" not in after and "en retard" not in after
    assert after.count("1 retiré") == 1 and after.count("0 retiré") == nights - 1
    assert "90 jours" in after and "jusqu'à la nuit suivante" in after.replace("&#x27;", "'")
    assert "sas journal --purge" in after
    operations.purge(actor=Actor.SYSTEM, now=now)
    with CaptureQueriesContext(connection) as again:
        client.get(PAGE)
    assert len(again) == len(asked)
