"""Editing and deleting: one occurrence at once, a series once what it does has been read."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.rooms.availability import operations, queries
from sas.rooms.directory.models import Place
from sas.rooms.orientation import operations as orientations
from sas.rooms.orientation import queries as orientation_queries
from sas.timetable.capacity import Slot
from tests.factories import care
from tests.factories.agenda import draft
from tests.web.calendar.reading import agenda, offered, read, words

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
WEEK = timedelta(days=7)
TYPED = {"day": "2026-11-24", "start": "10:00", "end": "11:30", "kind": "plage", "patients": "4", "modalities": ["2"]}
WEEKLY: dict[str, Any] = {"weekdays": frozenset({2})}


def slots(place: Place) -> tuple[Slot, ...]:
    return queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id].slots


def publish(place: Place, owner: Actor, now: datetime, **fields: Any) -> int:
    """A plage of three patients, Tuesday 9h to 12h; the agenda is then at version 1."""
    return operations.publish(actor=owner, place_id=place.id, draft=draft(**fields), now=now)[0]


def book(slot: int, day: date, now: datetime) -> Actor:
    regulator = care.regulator(care.territory())
    orientations.orient(actor=regulator, key=uuid4(), slot_id=slot, day=day, modality=None, now=now)
    return regulator


def act(place: Place, slot: int, name: str = "modifier", day: date = TUESDAY) -> str:
    return agenda(place, f"/creneaux/{slot}/{day}/{name}")


def hidden(html: str) -> dict[str, list[str]]:
    """What the form of a page carries out of sight."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', html):
        found.setdefault(name, []).append(value)
    return found


def hours(client: Client, place: Place, day: date) -> list[str]:
    return re.findall(r"\d\dh\d\d - \d\dh\d\d", words(read(client, agenda(place, f"?semaine={day}"))))


@pytest.mark.shows("F-068", "F-071")
def test_a_dated_slot_is_moved_with_its_date_hours_kind_and_types(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    path = act(place, publish(place, owner, now))
    html = read(client, path)
    assert 'value="2026-11-24"' in html
    assert '<option value="09:00" selected>' in html
    assert "toutes les semaines" not in html
    answer = client.post(path, TYPED | {"day": "2026-11-25", "kind": "creneau", "vu": "1"})
    assert (answer.status_code, answer["Location"]) == (303, agenda(place, "?semaine=2026-11-23"))
    text = words(read(client, answer["Location"]))
    assert "10h00 - 11h30" in text
    assert "Créneau Téléconsultation" in text
    assert "09h00 - 12h00" not in text
    assert len(offered(place, now)) == 1


@pytest.mark.shows("F-069")
def test_one_occurrence_of_a_series_is_edited_alone_and_at_once(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    path = act(place, publish(place, owner, now, **WEEKLY))
    html = read(client, path)
    assert re.search(r'name="scope" value="occurrence"[^>]*checked', html)
    assert "À toutes les semaines à compter du 24/11/2026" in html
    assert client.post(path, TYPED | {"scope": "occurrence", "vu": "1"}).status_code == 303
    assert hours(client, place, TUESDAY) == ["10h00 - 11h30"]
    assert hours(client, place, TUESDAY + WEEK) == ["09h00 - 12h00"]


@pytest.mark.shows("F-069", "F-073")
def test_a_series_changes_once_its_preview_is_confirmed(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    slot = publish(place, owner, now, **WEEKLY)
    regulator = book(slot, TUESDAY + WEEK, now)
    operations.delete_occurrence(actor=owner, place_id=place.id, slot_id=slot, day=TUESDAY + 2 * WEEK, now=now)
    asked = TYPED | {"scope": "serie", "last_day": "2027-01-26", "vu": "2"}
    preview = client.post(act(place, slot), asked)
    text = words(preview.content.decode())
    assert preview.status_code == 200
    assert "1 occurrence verrouillée" in text
    assert f"Orienté par {regulator.name}, le 23/11/2026 à 09h00" in text
    assert "Mardi 8 décembre 2026 , supprimée seule : reste ainsi." in text
    assert "09h00 - 12h00, plage pour 3 patients, Consultation en cabinet" in text
    assert "10h00 - 11h30, plage pour 4 patients, Téléconsultation" in text
    assert hours(client, place, TUESDAY) == ["09h00 - 12h00"]  # nothing is done yet
    carried = hidden(preview.content.decode())
    assert carried["confirmer"] == ["1"]
    answer = client.post(act(place, slot), carried)
    assert (answer.status_code, answer["Location"]) == (303, agenda(place, "?semaine=2026-11-23"))
    weeks = [hours(client, place, TUESDAY + number * WEEK) for number in range(4)]
    assert weeks == [["10h00 - 11h30"], ["09h00 - 12h00"], [], ["10h00 - 11h30"]]
    assert hours(client, place, date(2027, 2, 2)) == []


@pytest.mark.shows("F-073", "F-087")
@pytest.mark.parametrize("name", ["modifier", "supprimer"])
def test_a_slot_taken_meanwhile_is_refused_with_who_and_when(
    client: Client, place: Place, owner: Actor, *, now: datetime, name: str
) -> None:
    slot = publish(place, owner, now)
    gone = book(slot, TUESDAY, now)
    (first,) = orientation_queries.of_place(actor=owner, place_id=place.id, first_day=TUESDAY, last_day=TUESDAY)
    orientations.cancel(actor=gone, orientation_id=first.id, now=now)
    regulator = book(slot, TUESDAY, now)
    answer = client.post(act(place, slot, name), TYPED | {"scope": "occurrence", "vu": "1"})
    text = words(answer.content.decode())
    assert answer.status_code == 422
    assert "Un patient est orienté" in text
    assert f"Orientation enregistrée par {regulator.name}, le 23 novembre à 09h00" in text
    assert gone.name not in text
    assert hours(client, place, TUESDAY) == ["09h00 - 12h00"]


def test_a_series_that_would_say_the_same_changes_nothing(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    slot = publish(place, owner, now, **WEEKLY)
    same = {"start": "09:00", "end": "12:00", "patients": "3", "modalities": ["1"], "scope": "serie", "vu": "1"}
    preview = client.post(act(place, slot), TYPED | same)
    assert "Rien ne change : votre agenda dit déjà cela." in words(preview.content.decode())


def test_the_preview_can_be_left_to_change_what_was_typed(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    slot = publish(place, owner, now, **WEEKLY)
    preview = client.post(act(place, slot), TYPED | {"scope": "serie", "vu": "1"})
    answer = client.post(act(place, slot), hidden(preview.content.decode()) | {"revenir": "1"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<option value="10:00" selected>' in html
    assert 'name="vu" value="1"' in html
    assert hours(client, place, TUESDAY) == ["09h00 - 12h00"]


@pytest.mark.parametrize("scope", ["occurrence", "serie"])
def test_an_agenda_that_changed_meanwhile_is_said_and_nothing_typed_is_lost(
    client: Client, place: Place, owner: Actor, now: datetime, *, scope: str
) -> None:
    slot = publish(place, owner, now, **WEEKLY)
    seen = client.post(act(place, slot), TYPED | {"scope": "serie", "vu": "1"}).content.decode()
    form: dict[str, Any] = TYPED | {"scope": "occurrence", "vu": "1"} if scope == "occurrence" else hidden(seen)
    delegate = care.account(Role.DELEGATAIRE, delegated=(place.professional_id or 0,))
    operations.save_additional_info(actor=delegate, place_id=place.id, text="Bonjour", now=now)
    answer = client.post(act(place, slot), form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f"modifié par {delegate.name} le 23/11/2026 à 09h00" in words(html)
    assert "10h00" in html
    assert hours(client, place, TUESDAY) == ["09h00 - 12h00"]
    again = hidden(html) | ({} if scope == "serie" else TYPED | {"scope": "occurrence"})
    assert client.post(act(place, slot), again).status_code == 303
    assert hours(client, place, TUESDAY) == ["10h00 - 11h30"]


@pytest.mark.shows("F-073")
def test_a_slot_taken_while_it_is_edited_stays_and_the_page_says_so(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    slot = publish(place, owner, now, **WEEKLY)
    preview = client.post(act(place, slot), TYPED | {"scope": "serie", "vu": "1"})
    book(slot, TUESDAY + WEEK, now)
    alone = client.post(act(place, slot, day=TUESDAY + WEEK), TYPED | {"scope": "occurrence", "vu": "1"})
    assert alone.status_code == 422
    assert "Un patient est orienté sur cette disponibilité : elle ne peut pas être modifiée." in words(
        alone.content.decode()
    )
    assert '<option value="10:00" selected>' in alone.content.decode()
    series = client.post(act(place, slot), hidden(preview.content.decode()))
    text = words(series.content.decode())
    assert series.status_code == 422
    assert "un patient vient d'être orienté" in text
    assert "1 occurrence verrouillée" in text
    assert client.post(act(place, slot), hidden(series.content.decode())).status_code == 303
    assert hours(client, place, TUESDAY + WEEK) == ["09h00 - 12h00"]


@pytest.mark.shows("F-076")
@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"day": "2026-11-20"}, "day", "La date est déjà passée"),
        ({"day": ""}, "day", "Choisissez une date."),
        ({"start": "12:00"}, "end", "L'heure de fin doit être postérieure"),
        ({"start": "25:00"}, "start", "Choisissez une heure dans la liste."),
        ({"patients": "0"}, "patients", "au moins 1"),
        ({"patients": ""}, "patients", "Indiquez le nombre de patients"),
        ({"modalities": []}, "modalities", "Cochez au moins un type de consultation."),
        ({"scope": "tout"}, "scope", "Choisissez les occurrences à modifier."),
        ({"scope": ""}, "scope", "Choisissez les occurrences à modifier."),
        ({"scope": "serie", "last_day": "2026-11-20"}, "last_day", "La date de fin précède"),
        ({"scope": "serie", "start": "12:00"}, "end", "L'heure de fin doit être postérieure"),
    ],
)
def test_a_faulty_edit_is_refused_beside_its_field(
    client: Client, place: Place, owner: Actor, now: datetime, *, changed: dict[str, Any], field: str, sentence: str
) -> None:
    slot = publish(place, owner, now, **WEEKLY)
    before = slots(place)
    answer = client.post(act(place, slot), TYPED | {"scope": "occurrence", "vu": "1"} | changed)
    html = answer.content.decode()
    assert answer.status_code == 422
    beside = re.search(rf'id="id_{field}-desc-error">(.*?)</div>', html, re.DOTALL)
    assert beside
    assert sentence in words(beside[1])
    assert '<option value="11:30" selected>' in html
    assert slots(place) == before


@pytest.mark.shows("F-070", "F-071")
@pytest.mark.parametrize("scope", ["occurrence", "serie"])
def test_deleting_an_occurrence_or_the_series(
    client: Client, place: Place, owner: Actor, now: datetime, *, scope: str
) -> None:
    path = act(place, publish(place, owner, now, **WEEKLY), "supprimer")
    text = words(read(client, path))
    assert "Supprimer le créneau ou la plage pour toutes les semaines à compter du 24/11/2026" in text
    assert "Supprimer cette occurrence uniquement : 24/11/2026" in text
    answer = client.post(path, {"scope": scope, "vu": "1"})
    if scope == "serie":
        told = words(answer.content.decode())
        assert "13 disponibilités supprimées jusqu'au 16 février 2027" in told
        assert "les semaines suivantes changent de la même façon" in told
        answer = client.post(path, hidden(answer.content.decode()))
    assert (answer.status_code, answer["Location"]) == (303, agenda(place, "?semaine=2026-11-23"))
    found = [bool(hours(client, place, TUESDAY + weeks * WEEK)) for weeks in range(3)]
    assert found == {"occurrence": [False, True, True], "serie": [False, False, False]}[scope]
    assert offered(place, now) == []


def test_a_dated_slot_offers_its_occurrence_only_and_the_scope_is_asked(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    path = act(place, publish(place, owner, now), "supprimer")
    assert "pour toutes les semaines" not in read(client, path)
    for scope in ("", "serie"):
        assert client.post(path, {"scope": scope, "vu": "1"}).status_code == 422
    assert client.post(path, {"scope": "occurrence", "vu": "1"}).status_code == 303
    gone = client.post(path, {"scope": "occurrence", "vu": "2"})
    assert gone.status_code == 422
    assert "elle a déjà été supprimée ou modifiée" in words(gone.content.decode())


@pytest.mark.shows("F-073")
def test_a_series_goes_around_the_occurrence_that_has_a_patient(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    slot = publish(place, owner, now, **WEEKLY)
    book(slot, TUESDAY + WEEK, now)
    path = act(place, slot, "supprimer")
    preview = client.post(path, {"scope": "serie", "vu": "1"})
    assert "1 occurrence verrouillée" in words(preview.content.decode())
    assert client.post(path, hidden(preview.content.decode())).status_code == 303
    assert [bool(hours(client, place, TUESDAY + n * WEEK)) for n in range(3)] == [False, True, False]


@pytest.mark.shows("F-073")
def test_an_occurrence_with_a_patient_offers_the_other_weeks_only(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    slot = publish(place, owner, now, **WEEKLY)
    book(slot, TUESDAY, now)
    edition, deletion = (read(client, act(place, slot, name)) for name in ("modifier", "supprimer"))
    assert 'name="scope" value="occurrence"' not in edition + deletion
    assert "Vous pouvez modifier les autres semaines." in edition
    assert re.search(r'name="scope" value="serie"[^>]*checked', deletion)
    lone = publish(place, owner, now, start=time(15), end=time(16))
    book(lone, TUESDAY, now)
    assert "Enregistrer" not in read(client, act(place, lone)).split("<main")[1]


def test_a_past_occurrence_can_only_be_read(client: Client, place: Place, owner: Actor, now: datetime) -> None:
    slot = publish(place, owner, now - 3 * WEEK, day=TUESDAY - 2 * WEEK)
    path = act(place, slot, day=TUESDAY - 2 * WEEK)
    html = read(client, path)
    assert "Cette disponibilité est passée : elle ne peut plus être modifiée." in words(html)
    assert "Revenir à l'agenda" in words(html)
    assert client.post(path, TYPED | {"vu": "1"}).status_code == 422
