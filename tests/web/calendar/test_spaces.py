"""The space of a délégataire: each professional and structure he acts for, their places, and nothing else."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.accounts.models import Delegation, User
from sas.rooms.availability import queries
from sas.rooms.directory.models import Place
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import care
from tests.factories.agenda import make_place
from tests.factories.browsers import browser
from tests.factories.delegation import delegate_of, structure
from tests.web.calendar.reading import words

pytestmark = pytest.mark.django_db
PATH = "/sas/tableau-de-bord"


def sections(actor: Actor) -> dict[str, list[int]]:
    """The headings of the dashboard, each with the places whose agenda is opened from it."""
    page = browser(actor).get(PATH).content.decode()
    found = {}
    for section in page.split('<section class="fr-mb-5w"')[1:]:
        heading = re.search(r"<h2[^>]*>(.*?)</h2>", section, re.DOTALL)
        assert heading
        found[heading[1].strip()] = [int(one) for one in re.findall(r"/sas/agenda/(\d+)\"", section)]
    return found


@pytest.mark.shows("F-123")
def test_the_places_are_grouped_by_whom_one_acts_for() -> None:
    place, stranger, centre = care.doctor_place(), care.doctor_place(), structure()
    second = make_place(professional=place.professional)
    of_centre, of_stranger = make_place(structure=centre), make_place(structure=structure(name="Un autre centre"))
    delegate, _ = delegate_of(place)
    Delegation.objects.create(delegate_id=delegate.user_id, structure=centre)
    found = sections(delegate)
    assert list(found) == ["Vous agissez pour Claire MARTIN", "Vous agissez pour Centre de santé des Lilas"]
    assert set(found["Vous agissez pour Claire MARTIN"]) == {place.id, second.id}
    assert found["Vous agissez pour Centre de santé des Lilas"] == [of_centre.id]
    assert not {stranger.id, of_stranger.id} & {one for places in found.values() for one in places}


@pytest.mark.shows("F-123")
@pytest.mark.parametrize("kind", ["sos", "cpts"])
def test_a_delegate_of_a_manager_with_only_sos_or_cpts_sees_them(kind: str) -> None:
    """E38."""
    house = structure(kind, name="Association de Rennes")
    place = make_place(structure=house)
    delegate = care.account(Role.DELEGATAIRE)
    Delegation.objects.create(delegate_id=delegate.user_id, structure=house)
    page = browser(delegate).get(PATH).content.decode()
    assert "Vous agissez pour Association de Rennes" in page
    assert (f'href="/sas/agenda/{place.id}"' in page) is (kind == "sos")
    assert ("tenus par ses membres" in page) is (kind == "cpts")
    Place.objects.filter(id=place.id).delete()
    assert "faute de lieu dans l'annuaire" in words(browser(delegate).get(PATH).content.decode())


@pytest.mark.shows("F-123")
def test_an_effecteur_who_also_acts_for_a_colleague_finds_his_own_places_first() -> None:
    own, other = care.doctor_place(), care.doctor_place()
    actor = care.account(
        Role.EFFECTEUR,
        Role.DELEGATAIRE,
        professional_id=own.professional_id,
        delegated=(other.professional_id or 0,),
    )
    assert sections(actor) == {"Vos lieux d'exercice": [own.id], "Vous agissez pour Claire MARTIN": [other.id]}
    User.objects.filter(id=actor.user_id).update(roles=["effecteur"])
    assert sections(care.acting(actor.user_id or 0)) == {"Vos lieux d'exercice": [own.id]}


def test_without_anybody_to_act_for_the_page_says_whom_to_ask() -> None:
    assert (
        "gestionnaire de comptes de votre territoire"
        in browser(care.account(Role.DELEGATAIRE)).get(PATH).content.decode()
    )


def test_a_delegate_is_not_invited_to_settings_that_are_not_his() -> None:
    place = care.doctor_place()
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(editor_slots_refused=False)
    page = words(browser(delegate_of(place)[0]).get(PATH).content.decode())
    assert "vos paramètres" not in page
    assert "Seul le professionnel peut changer ses paramètres." in page


@pytest.mark.shows("F-124")
def test_a_delegate_keeps_the_agenda_the_unavailability_and_the_information() -> None:
    place = care.doctor_place()
    client = browser(delegate_of(place)[0])
    slot = {"day": "2026-11-25", "start": "09:00", "end": "10:00", "kind": "plage", "patients": "2", "modalities": "1"}
    for page, form in (
        ("disponibilites", slot),
        ("informations", {"text": "Parking", "vu": "1"}),
        ("indisponibilite", {"indefinite_box": "on", "vu": "2"}),
    ):
        assert client.post(f"/sas/agenda/{place.id}/{page}", form).status_code == 303
    kept = queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id]
    (made,) = kept.slots
    assert (made.rule.first_day, made.patients) == (date(2026, 11, 25), 2)
    assert (kept.additional_info, kept.unavailable_since is not None) == ("Parking", True)


def test_three_professionals_cost_the_queries_of_one() -> None:
    costs = []
    for number in (1, 3):
        ids = tuple(care.doctor_place().professional_id or 0 for _ in range(number))
        client = browser(care.account(Role.DELEGATAIRE, delegated=ids))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PATH).content.decode().count("Vous agissez pour") == number
        costs.append(len(captured))
    assert costs[0] == costs[1]
