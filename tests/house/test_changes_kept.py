"""What the operations that change people's data and settings leave in the trail: before, after, and under whose key."""

from datetime import datetime
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries as people_queries
from sas.rooms.availability import operations as availability
from sas.rooms.directory import operations as directory
from sas.rooms.directory.rules import EditorConnection
from sas.rooms.journal import queries
from sas.rooms.journal.models import AuditEntry, PersonKey
from sas.rooms.journal.rules import ERASED
from sas.rooms.texts import operations as texts
from tests.factories import care, delegation, people
from tests.factories.configuration import stamp_of, territory_draft

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-233")]
KEY = "agenda_on_leave"


def kept(verb: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Whose key, before and after, of the last entry of this verb."""
    entry = AuditEntry.objects.filter(verb=verb).latest("id")
    found = queries.trace(actor=Actor.SYSTEM, number=entry.id)
    assert found is not None
    return found.about, dict(found.before), dict(found.after)


@pytest.fixture
def admin() -> Actor:
    """Who changes settings."""
    return care.account(Role.ADMINISTRATEUR)


def test_an_account_is_kept_under_its_own_key_from_its_making_on(now: datetime) -> None:
    territory, other = care.territory(), care.territory()
    manager, person = care.account(Role.ADMINISTRATEUR_NATIONAL), care.regulator(territory)
    user_id = person.user_id or 0
    whose, before, after = kept("create_account")
    assert (whose, before) == (f"user:{user_id}", {})
    assert (after["given_name"], after["roles"], after["territories"]) == ("Camille", ["regulateur_osnp"], [territory])
    found = people_queries.person(actor=manager, user_id=user_id)
    assert found
    asked = people.regulator_asked(other, given_name="Camille", family_name="Kervella", email="k@sas.example")
    accounts.edit_account(actor=manager, user_id=user_id, stamp=found.stamp, asked=asked, now=now)
    whose, before, changed = kept("edit_account")
    assert (before["family_name"], before["email"]) == (after["family_name"], after["email"])
    assert changed == {"family_name": "Kervella", "email": "k@sas.example", "territories": [other]}
    stored = AuditEntry.objects.get(verb="edit_account")
    assert stored.after["territories"] == [other] and "Kervella" not in str(stored.after)
    accounts.deactivate(actor=manager, user_id=user_id, now=now)
    assert kept("deactivate_account") == ("", {"is_active": True}, {"is_active": False})


def test_a_territorys_contact_is_forgotten_with_it(admin: Actor, now: datetime) -> None:
    number = directory.create_territory(actor=admin, draft=territory_draft("35", name="SAS Ouest"), now=now)
    draft = territory_draft("35", "22", name="SAS Ouest", contact_email="autre@ars.example")
    directory.edit_territory(actor=admin, territory_id=number, draft=draft, stamp=stamp_of(number), now=now)
    whose, before, after = kept("edit_territory")
    assert (whose, after) == (
        f"territory:{number}",
        {"departements": ["22", "35"], "contact_email": "autre@ars.example"},
    )
    assert before == {"departements": ["35"], "contact_email": "sas@ars.example"}
    directory.remove_territory(actor=admin, territory_id=number, now=now)
    assert kept("edit_territory")[2] == {"departements": ["22", "35"], "contact_email": ERASED}


def test_a_free_text_is_kept_under_the_key_of_whose_place_it_is(now: datetime) -> None:
    place = care.doctor_place()
    helper, _ = delegation.delegate_of(place)
    availability.save_additional_info(actor=helper, place_id=place.id, text="Sonnez deux fois", now=now)
    availability.save_additional_info(actor=helper, place_id=place.id, text="", now=now)
    whose, before, after = kept("save_additional_info")
    assert (whose, before, after) == (
        f"professional:{place.professional_id}",
        {"text": "Sonnez deux fois"},
        {"text": ""},
    )
    assert AuditEntry.objects.filter(verb="save_additional_info").latest("id").for_whom == whose


def test_settings_are_nobodys_and_kept_as_they_are(admin: Actor, now: datetime) -> None:
    first = texts.publish_text(actor=admin, key=KEY, text="Fermé en août.", seen=0, now=now)
    texts.publish_text(actor=admin, key=KEY, text="Fermé en mai.", seen=first, now=now)
    assert kept("publish_text") == ("", {"text": "Fermé en août."}, {"text": "Fermé en mai."})
    texts.restore_text(actor=admin, key=KEY, seen=2, now=now)
    assert kept("restore_text") == ("", {"text": "Fermé en mai."}, {"text": None})
    editor = directory.save_editor(actor=admin, editor_id=None, name="Logiciel A", active=True, now=now)
    connection = EditorConnection(base_url="https://a.example/fhir", per_minute=30)
    asked = {"actor": admin, "editor_id": editor, "name": "Logiciel B", "active": True, "now": now}
    directory.save_editor(**asked, connection=connection)
    _, before, after = kept("save_editor")
    assert (before["name"], after["name"], after["per_minute"]) == ("Logiciel A", "Logiciel B", 30)
    assert "active" not in after and "sealed" not in str(AuditEntry.objects.latest("id").after)
    assert not PersonKey.objects.exclude(person__startswith="user:").exists()


def test_a_delegation_says_who_was_let_act_for_whom_and_why_not(now: datetime) -> None:
    scene = delegation.make_scene()
    refused = delegation.asked(scene.doctor, now=now)
    accounts.refuse_delegation(actor=scene.manager, request_id=refused, reason="Inconnu du cabinet", now=now)
    whose, before, after = kept("refuse_delegation")
    assert (whose, before) == ("", {})
    assert after == {"state": "refused", "reason_length": len("Inconnu du cabinet")}
    assert "Inconnu" not in str(AuditEntry.objects.filter(verb="refuse_delegation").values())
