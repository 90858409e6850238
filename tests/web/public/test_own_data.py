"""« Obtenir mes données »: one file, a page and JSON, with the files that were joined (F-270)."""

import io
import json
import zipfile
from datetime import datetime

import pytest

from sas.actor import Role
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from sas.web.public.own_data_file import SHOWN
from tests.factories import care
from tests.factories.browsers import browser
from tests.rooms.protection.owning import PICTURE, owner

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-270")]
PAGE = "/compte/mes-donnees"


def test_the_account_leads_to_a_file_that_holds_a_page_json_and_what_was_joined(now: datetime) -> None:
    client = browser(owner(now))
    assert f'href="{PAGE}"' in client.get("/compte").content.decode()
    assert "Obtenir mes données" in client.get(PAGE).content.decode()
    answer = client.post(PAGE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"].startswith('attachment; filename="mes-donnees-')
    whole = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    page = whole.read("mes-donnees.html").decode()
    assert "Votre identité Pro Santé Connect" in page and "SAS - Effecteur" in page and "oui" in page
    (account,) = json.loads(whole.read("donnees/account.json"))
    assert account["cpx_number"] == "CPX9" and account["last_login"].endswith("+00:00")
    (joined,) = json.loads(whole.read("donnees/assistance_files.json"))
    assert joined["content"] == "fichiers/1-capture.png" and whole.read(joined["content"]) == PICTURE
    assert AuditEntry.objects.filter(verb="take_own_data").count() == 1


def test_a_long_list_is_whole_in_json_and_begins_in_the_page(now: datetime) -> None:
    actor = care.account(Role.IOA)
    facts = {"kind": "test", "to": "a@sas.example", "text": "…", "html": "…", "created_at": now}
    OutgoingMail.objects.bulk_create(
        OutgoingMail(user_id=actor.user_id, subject=f"Objet {at}", **facts) for at in range(SHOWN + 1)
    )
    whole = zipfile.ZipFile(io.BytesIO(browser(actor).post(PAGE).getvalue()))
    assert len(json.loads(whole.read("donnees/mails.json"))) == SHOWN + 1
    page = whole.read("mes-donnees.html").decode()
    assert page.count("Objet ") == SHOWN and f"dont voici les {SHOWN} premières" in page
    assert "donnees/orientations.json" not in whole.namelist(), "what is empty is not there"
