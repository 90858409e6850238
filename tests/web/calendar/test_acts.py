"""The acts on an agenda, each on its page: forms that work without JavaScript."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from sas.actor import Actor
from sas.rooms.availability import operations, queries
from sas.rooms.directory.models import Place
from sas.rooms.offer import queries as offer
from sas.rooms.orientation import operations as orientations
from sas.rooms.orientation.enums import OrientationState
from sas.rooms.orientation.queries import one
from tests.factories import care
from tests.web.calendar.reading import agenda, offered, read, words

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
WEEK = timedelta(days=7)
# Where a sentence stands when it is not beside the field that was changed.
BESIDE = {"L'heure de début est déjà passée": "start"}
FILLED = {
    "day": "2026-11-24",
    "start": "09:00",
    "end": "12:00",
    "kind": "plage",
    "patients": "3",
    "modalities": ["1"],
    "weekdays": ["2"],
}


def test_the_form_starts_from_a_plage_of_the_opening_hours(
    client: Client, place: Place, set_clock: Callable[[datetime], None]
) -> None:
    html = read(client, agenda(place, "/disponibilites"))
    assert 'value="2026-11-24"' in html  # 8h has passed today: tomorrow
    assert '<option value="08:00" selected>08h00</option>' in html
    assert '<option value="20:00" selected>20h00</option>' in html
    assert re.search(r'value="plage"[^>]*checked', html)
    assert html.count("<option") == 96 + 96
    assert '<option value="23:59">23h59</option>' in html
    today = read(client, agenda(place, "/disponibilites?jour=2026-11-23"))
    assert '<option value="09:15" selected>09h15</option>' in today
    set_clock(datetime(2026, 11, 23, 6, 30, tzinfo=UTC))
    assert 'value="2026-11-23"' in read(client, agenda(place, "/disponibilites"))


@pytest.mark.shows("F-062", "F-064", "F-066", "F-071")
def test_publishing_a_weekly_plage_shows_it_in_the_agenda_and_the_search(
    client: Client, place: Place, now: datetime
) -> None:
    answer = client.post(agenda(place, "/disponibilites"), FILLED)
    assert (answer.status_code, answer["Location"]) == (303, agenda(place, "?semaine=2026-11-23"))
    html = read(client, answer["Location"])
    assert "elle est visible de la régulation" in html
    assert "0/3 patients" in html
    assert "09h00 - 12h00" in words(read(client, agenda(place, "?semaine=2027-06-07")))
    assert len(offered(place, now)) == 1


@pytest.mark.shows("F-063", "F-065", "F-072")
def test_a_long_creneau_is_saved_with_the_recommendation_of_a_plage(client: Client, place: Place) -> None:
    asked = FILLED | {"kind": "creneau", "patients": "", "modalities": ["2", "4"], "weekdays": []}
    answer = client.post(agenda(place, "/disponibilites"), asked)
    assert answer.status_code == 303
    text = words(read(client, answer["Location"]))
    assert "nous vous recommandons de proposer une plage horaire" in text
    assert "Créneau Téléconsultation, Visite à domicile" in text


def test_one_availability_after_another_keeps_the_day(client: Client, place: Place) -> None:
    answer = client.post(agenda(place, "/disponibilites"), FILLED | {"encore": "1"})
    assert answer["Location"] == agenda(place, "/disponibilites?jour=2026-11-24")


@pytest.mark.shows("F-067")
def test_the_same_hours_may_be_published_twice(client: Client, place: Place) -> None:
    for _ in range(2):
        assert client.post(agenda(place, "/disponibilites"), FILLED).status_code == 303
    assert words(read(client, agenda(place))).count("0/3 patients") == 2


@pytest.mark.shows("F-076")
def test_every_fault_is_said_beside_its_field_and_nothing_typed_is_lost(client: Client, place: Place) -> None:
    asked = {"day": "2026-11-20", "start": "12:00", "end": "09:00", "kind": "plage", "patients": "0", "weekdays": ["6"]}
    answer = client.post(agenda(place, "/disponibilites"), asked)
    html = answer.content.decode()
    assert answer.status_code == 422
    for field, sentence in {
        "day": "La date est déjà passée",
        "end": "heure de fin doit être postérieure",
        "patients": "Indiquez le nombre de patients",
        "modalities": "Cochez au moins un type de consultation",
    }.items():
        beside = re.search(rf'id="id_{field}-desc-error">(.*?)</div>', html, re.DOTALL)
        assert beside, field
        assert sentence in beside[1]
    assert 'value="2026-11-20"' in html
    assert '<option value="12:00" selected>' in html
    assert re.search(r'name="weekdays" value="6"[^>]*checked', html)
    assert queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id].slots == ()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"day": "hier"}, "Cette date n'existe pas."),
        ({"start": "09:07"}, "Choisissez une heure dans la liste."),
        ({"end": "24:00"}, "Choisissez une heure dans la liste."),
        ({"patients": ""}, "Indiquez le nombre de patients"),
        ({"patients": "trois"}, "Indiquez un nombre entier de patients."),
        ({"kind": "autre"}, "Choisissez un créneau ou une plage"),
        ({"kind": ""}, "Choisissez un créneau ou une plage"),
        ({"modalities": ["8"]}, "Cochez au moins un type de consultation."),
        ({"weekdays": ["9"]}, "Choisissez des jours dans la liste."),
        ({"day": "2026-11-22"}, "La date est déjà passée"),
        ({"day": "2029-11-24"}, "La date est trop lointaine"),
        ({"day": "2026-11-23", "start": "08:00"}, "L'heure de début est déjà passée"),
        ({"end": "09:00"}, "L'heure de fin doit être postérieure"),
        ({"patients": "0"}, "au moins 1"),
        ({"patients": "1000"}, "au plus 999 patients"),
        ({"modalities": []}, "Cochez au moins un type de consultation."),
        ({"last_day": "2026-11-23"}, "choisissez le 24/11/2026 ou après"),
        ({"weekdays": [], "last_day": "2026-12-24"}, "cochez les jours à répéter"),
        ({"last_day": "jamais"}, "Cette date n'existe pas."),
        ({"last_day": "2030-01-01"}, "La date de fin est trop lointaine"),
    ],
)
def test_what_no_browser_sends_is_refused_too(
    client: Client, place: Place, changed: dict[str, Any], sentence: str
) -> None:
    answer = client.post(agenda(place, "/disponibilites"), FILLED | changed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in words(html)
    (field,) = {"day", "last_day"} & changed.keys() or changed.keys() - {"weekdays"} or {"weekdays"}
    assert re.search(rf'id="id_{BESIDE.get(sentence, field)}-desc-error"', html)
    typed = [changed[name] for name in ("day", "last_day", "patients") if changed.get(name)]
    assert all(f'value="{value}"' in html for value in typed)
    assert queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id].slots == ()


def test_the_end_of_a_series_and_public_holidays_are_kept(client: Client, place: Place) -> None:
    asked = FILLED | {"last_day": "2027-05-04", "holidays_off": "on"}
    assert client.post(agenda(place, "/disponibilites"), asked).status_code == 303
    (slot,) = queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id].slots
    assert slot.rule.last_day == date(2027, 5, 4)
    assert date(2027, 7, 14) in slot.rule.suspended


@pytest.mark.parametrize(
    ("asked", "hours"),
    [
        ("de=14:00&a=15:30", ("14:00", "15:30")),
        ("de=15:00&a=14:00", ("08:00", "20:00")),
        ("de=14:07&a=15:00", ("08:00", "20:00")),
        ("de=&a=15:00", ("08:00", "20:00")),
    ],
)
def test_the_hours_drawn_on_the_grid_fill_the_form(
    client: Client, place: Place, asked: str, hours: tuple[str, str]
) -> None:
    html = read(client, agenda(place, f"/disponibilites?jour=2026-11-25&{asked}"))
    assert 'value="2026-11-25"' in html
    assert tuple(re.findall(r'<option value="([\d:]+)" selected>', html)) == hours


def test_the_guides_texts_stand_in_the_window(client: Client, place: Place) -> None:
    text = words(read(client, agenda(place, "/disponibilites")))
    assert "Vous pouvez superposer vos disponibilités sans rendez-vous, sur rendez-vous à domicile." in text
    assert "Lorsque vous êtes en congés, pensez à supprimer vos disponibilités." in text


@pytest.mark.shows("F-085")
def test_additional_information_is_plain_text_and_reaches_the_regulator(
    client: Client, place: Place, now: datetime
) -> None:
    path = agenda(place, "/informations")
    assert "les horaires d'appel auxquels vous êtes susceptible de répondre" in words(read(client, path))
    client.post(path, {"text": "Appeler avant 18 h <script>alert(1)</script>", "vu": "0"})
    html = read(client, agenda(place))
    assert "Appeler avant 18 h &lt;script&gt;" in html
    assert "<script>alert" not in html
    card = offer.card_of(actor=care.regulator(care.territory()), place_id=place.id, now=now)
    assert card
    assert card.additional_info.startswith("Appeler avant 18 h")
    assert "Merci de me contacter sur le XX.XX.XX.XX pour prendre RDV." in read(client, path)
    answer = client.post(path, {"text": "a" * 1001, "vu": "1"})
    assert answer.status_code == 422
    assert "1001 caractères" in answer.content.decode()
    assert "a" * 1001 in answer.content.decode()


def test_a_text_written_over_somebody_elses_is_not_saved_and_not_lost(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    operations.save_additional_info(actor=owner, place_id=place.id, text="Le premier", now=now)
    answer = client.post(agenda(place, "/informations"), {"text": "Le second", "vu": "0"})
    html = words(answer.content.decode())
    assert answer.status_code == 422
    assert "Cet agenda a été modifié par vous-même, dans une autre fenêtre, le 23/11/2026 à 09h00" in html
    assert "Le second" in html
    assert 'name="vu" value="1"' in answer.content.decode()
    assert client.post(agenda(place, "/informations"), {"text": "Le second", "vu": "1"}).status_code == 303


def test_declining_an_orientation_frees_the_place(client: Client, place: Place, owner: Actor, now: datetime) -> None:
    slot = care.published(place=place, owner=owner, day=TUESDAY, patients=1, now=now)
    regulator = care.regulator(care.territory())
    made = orientations.orient(actor=regulator, key=uuid4(), slot_id=slot, day=TUESDAY, modality=None, now=now)
    assert made.orientation_id
    path = agenda(place, f"/orientations/{made.orientation_id}/decliner")
    assert f"Orienté par {regulator.name}" in words(read(client, path))
    assert offered(place, now) == []
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Absent ce jour"}).status_code == 303
    told = one(actor=regulator, orientation_id=made.orientation_id)
    assert told
    assert (told.state, told.last_step.reason) == (OrientationState.DECLINED, "Absent ce jour")
    assert len(offered(place, now)) == 1
    assert client.post(path, {"reason": "Encore"}).status_code == 422
    assert "ne peut pas être déclinée" in read(client, path)
