"""Files of accounts through the pages: the exported list, and the file that creates many (F-220, F-221, F-226)."""

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import BulkCreation, User
from sas.rooms.directory.models import Territory
from sas.rooms.journal.models import AuditEntry
from sas.web.administration.exports import COLUMNS
from tests.factories import care, people
from tests.factories.browsers import browser
from tests.factories.mail import run_worker
from tests.web.administration.conftest import HOME, exported, text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.shows("F-220", "F-226")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_narrowed_list_is_exported_without_formulas(kind: str, territory: int, now: datetime) -> None:
    place, centre = care.doctor_place(), people.structure(name="=cmd|' /C calc'!A0")
    asked = people.regulator_asked(
        territory,
        roles=(Role.EFFECTEUR, Role.GESTIONNAIRE_STRUCTURE),
        professional=people.rpps(place),
        structures=(centre.finess,),
        email="@somme@sas.example".removeprefix("@"),
    )
    operations.create_managed(actor=Actor.SYSTEM, asked=asked, now=now)
    User.objects.filter(email="somme@sas.example").update(family_name='=HYPERLINK("x")')
    care.regulator(territory)
    client = browser(care.account(Role.ADMINISTRATEUR_NATIONAL))
    head, *lines = exported(client, kind, role="effecteur").strip().splitlines()
    assert head == ";".join(COLUMNS)
    (line,) = lines
    mark = "'" if kind == "csv" else ""
    assert line.startswith(f'"{mark}=HYPERLINK(""x"")"' if kind == "csv" else '=HYPERLINK("x")')
    assert f"{mark}=cmd|" in line and f"8{people.rpps(place)}" in line and ";35;" in line
    assert line.endswith("Jamais connecté;23/11/2026 09:00;;;Non")
    assert AuditEntry.objects.get(verb="export_accounts").details == {"count": 1, "form": kind}


def test_cells_of_a_sheet_are_texts() -> None:
    care.account(Role.ADMINISTRATEUR)
    User.objects.update(family_name="=1+1", given_name="https://x.example")
    client = browser(care.acting(User.objects.get().id))
    content = client.post(f"{HOME}/export", {"forme": "xlsx"}).getvalue()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [(cell.data_type, cell.hyperlink) for cell in sheet[2][:2]] == [("s", None), ("s", None)]


def bring(client: Client, content: str) -> Any:
    return client.post(f"{HOME}/import", {"file": SimpleUploadedFile("équipe.csv", content.encode())})


@pytest.mark.shows("F-221")
def test_a_file_is_shown_confirmed_followed_and_reported(client: Client, territory: int) -> None:
    name = Territory.objects.get(id=territory).name
    head = "Adresse électronique;Nom;Prénom;Rôles;Territoires\n"
    body = f"a@sas.example;Petit;Anne;Régulateur-OSNP;{name}\nb@sas.example;;Anne;Régulateur-OSNP;Corse\n"
    answer = bring(client, head + body)
    address = answer.headers["Location"]
    assert answer.status_code == 303
    shown = text(client.get(address))
    assert "1 compte à créer, 1 ligne refusée" in shown and "ce territoire n&#x27;existe pas" in shown
    assert "hx-get" not in shown and User.objects.count() == 1
    running = text(client.post(address, follow=True))
    assert "Création en cours" in running and "<progress" in running and 'hx-trigger="every 2s"' in running
    run_worker()
    done = text(client.get(address))
    assert "1 compte créé, 1 ligne refusée" in done and "hx-get" not in done
    assert f"{HOME}/{User.objects.get(email='a@sas.example').id}" in done
    refused = text_of_stream(client.get(f"{address}/refus"))
    assert refused.splitlines()[0].startswith("Ligne;Motif;Adresse électronique;")
    assert "b@sas.example" in refused and "a@sas.example" not in refused
    assert "« Créer » de nouveau" not in done and "Cette création est déjà lancée" in text(
        client.post(address, follow=True)
    )
    assert "équipe.csv" in text(client.get(f"{HOME}/import"))
    again = bring(client, refused.replace("Corse", name))
    assert again.status_code == 303 and BulkCreation.objects.count() == 2


def text_of_stream(answer: Any) -> str:
    return str(answer.getvalue().decode("utf-8-sig"))


@pytest.mark.shows("F-221")
def test_a_file_that_is_none_is_refused_with_a_sentence(client: Client) -> None:
    assert "Choisissez un fichier" in text(client.post(f"{HOME}/import", {}))
    answer = bring(client, "Nom;Prénom\nA;B\n")
    assert answer.status_code == 422 and "Adresse électronique" in text(answer)
    assert "aucune ligne" in text(bring(client, "Adresse électronique;Rôles\n"))
    other = browser(care.account(Role.ADMINISTRATEUR))
    made = bring(client, "Adresse électronique;Rôles\na;b\n").headers["Location"]
    assert other.get(made).status_code == other.post(made).status_code == other.get(f"{made}/refus").status_code == 404
    model = text_of_stream(client.get(f"{HOME}/import/modele"))
    assert bring(client, model).status_code == 303
