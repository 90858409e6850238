"""What the walk over the access matrix puts into addresses and forms: things of one scene."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from sas.actor import Actor, Role
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries
from sas.rooms.accounts.enums import LinkPurpose, Means
from sas.rooms.accounts.models import BulkCreation, OpenSession, User
from sas.rooms.calendars import operations as calendars
from sas.rooms.calendars.queries import synchronisation
from sas.rooms.directory.models import Place, Professional
from sas.rooms.offer.models import OfferOpening
from sas.rooms.orientation import operations as orientations
from sas.rooms.orientation.models import Orientation
from sas.rooms.outbox.enums import MailState
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.participation.queries import own_settings
from sas.rooms.texts.models import TextVersion
from tests.factories import (
    agenda,
    associations,
    care,
    configuration,
    delegation,
    editor_accounts,
    editor_slots,
    exchanges,
    houses,
)
from tests.factories.credentials import NEW_PASSWORD, link
from tests.web.regulation.scene import Scene


def orientation(scene: Scene) -> int:
    """One of the scene's territory, tomorrow, outside the slots."""
    local = datetime.combine(scene.day, datetime.min.time()) + timedelta(hours=10)
    made = orientations.orient_surnumeraire(
        actor=scene.regulator, key=uuid4(), place_id=scene.place.id, local=local, now=scene.now
    )
    assert made.orientation_id
    return made.orientation_id


def begun(scene: Scene) -> int:
    """The same, once its hour has come."""
    made = orientation(scene)
    Orientation.objects.filter(id=made).update(start=scene.now - timedelta(hours=1), end=scene.now)
    return made


def shown_elsewhere(scene: Scene) -> int:
    """The place, once its agenda has a private address."""
    calendars.open_feed(actor=scene.owner, place_id=scene.place.id, now=scene.now)
    return scene.place.id


def settings_stamp(scene: Scene) -> str:
    """What names the settings of the scene's doctor."""
    return own_settings(actor=Actor.SYSTEM, professional_id=scene.place.professional_id or 0).stamp


def token(scene: Scene) -> str:
    """What opens the agenda of the place."""
    feed = synchronisation(actor=scene.owner, place_id=shown_elsewhere(scene)).feed
    assert feed is not None
    return feed.token


def read_elsewhere(scene: Scene) -> int:
    """The place, once a personal calendar is read for it."""
    calendars.set_source(actor=scene.owner, place_id=scene.place.id, address="https://agenda.example/a", now=scene.now)
    return scene.place.id


def failed_mail(scene: Scene) -> int:
    """A mail that the server refused."""
    facts = {"kind": "test", "to": "a@sas.example", "subject": "Objet", "text": "…", "html": "…"}
    return OutgoingMail.objects.create(**facts, state=MailState.FAILED, created_at=scene.now).id


def abandoned_message(scene: Scene) -> int:
    """A message to a regulation software that only a person sends again."""
    return exchanges.in_state("abandoned", now=scene.now)[0]


def failed_account(scene: Scene) -> int:
    """An account that an editor refused."""
    return editor_accounts.failed_account(scene.regulator, now=scene.now)


def delegation_request(scene: Scene) -> int:
    """One of the scene's doctor, in the scene's territory, where somebody reads it."""
    care.account(Role.REFERENT_TERRITORIAL, territories=(scene.territory,))
    return delegation.asked(scene.owner, now=scene.now)


def asks_for_a_delegate(scene: Scene) -> dict[str, str]:
    """Denis Laurent, in a city where somebody reads the requests."""
    care.account(Role.REFERENT_TERRITORIAL, territories=(scene.territory,))
    return {"family_name": "Laurent", "given_name": "Denis", "city": "Rennes", "email": "denis@sas.example"}


def open_session(scene: Scene) -> int:
    """Where the scene's regulator is signed in."""
    user_id = scene.regulator.user_id
    return OpenSession.objects.create(
        user_id=user_id, session_key=uuid4().hex, means=Means.PASSWORD, opened_at=scene.now
    ).id


def terms(scene: Scene) -> int:
    """A version of the CGU."""
    return accounts.publish_terms(actor=Actor.SYSTEM, text="Texte", now=scene.now)


def managed_account(scene: Scene) -> int:
    """A regulator of the scene's territory, whom its managers may change."""
    return care.regulator(scene.territory).user_id or 0


def own_bulk(scene: Scene) -> int:
    """A file of accounts brought by the visitor."""
    author = scene.visitor or scene.regulator.user_id
    return BulkCreation.objects.create(author_id=author, file_name="comptes.csv", created_at=scene.now).id


def account_form(scene: Scene) -> dict[str, Any]:
    """A regulator of the scene's territory."""
    person = {"email": f"{uuid4()}@sas.example", "family_name": "DUPONT", "given_name": "Jeanne"}
    return {**person, "roles": ["regulateur_osnp"], "territories": [str(scene.territory)]}


def changed_account_form(scene: Scene) -> dict[str, Any]:
    """The same for the account that stands in the address: the last one made."""
    found = queries.person(actor=Actor.SYSTEM, user_id=User.objects.latest("id").id)
    assert found
    return account_form(scene) | {"stamp": found.stamp}


def accounts_file(_: Scene) -> dict[str, Any]:
    """One line of two columns."""
    text = "Adresse électronique;Rôles\njeanne@sas.example;IOA\n"
    return {"file": SimpleUploadedFile("comptes.csv", text.encode())}


def centre_place(scene: Scene) -> int:
    """The place of the visitor's structure, when they manage one; else of another."""
    visitor = User.objects.filter(id=scene.visitor).first()
    structure = (visitor and visitor.structures.first()) or delegation.structure()
    return agenda.make_place(structure=structure).id


def addressed(scene: Scene) -> int:
    """An orientation sent to that structure, where a doctor works."""
    place = Place.objects.latest("id")
    assert place.structure
    associations.works_at(place.structure)
    return associations.sent(place, author=scene.regulator, start=scene.now)


def fed_place(scene: Scene) -> int:
    """The place of a doctor of the package whose editor, which one phones, tells a slot in two hours."""
    by_phone = editor_slots.reached(editor_slots.editor(f"Logiciel {uuid4()}"), end_to_end=False)
    place = care.with_package(editor_slots.doctor(by_phone.endpoint.editor_id, now=scene.now))
    editor_slots.told(
        editor_slots.site(place, editor_slots.free(scene.now + timedelta(hours=2))), by=by_phone, now=scene.now
    )
    return place.id


def free_number(_: Scene) -> int:
    """The slot of the place just made, without its sign."""
    return -OfferOpening.objects.filter(slot_id__lt=0).latest("place_id").slot_id


# What stands in the holes of an address: made in the scene, by name.
HOLES: dict[str, Callable[[Scene], object]] = {
    "kind": lambda _: "Slot",
    "fhir_id": lambda _: "1",
    "identity": lambda _: "1",
    "rest": lambda _: "Patient",
    "slot_id": lambda scene: scene.plage,
    "day": lambda scene: scene.day,
    "place_id": lambda scene: scene.place.id,
    "fed_id": fed_place,
    "free_number": free_number,
    "orientation_id": orientation,
    "begun_id": begun,
    "shown_id": shown_elsewhere,
    "read_id": read_elsewhere,
    "token": token,
    "mail_id": failed_mail,
    "delegation_id": lambda scene: delegation.delegate_of(scene.place)[1],
    "request_id": delegation_request,
    "welcome_token": lambda _: link(LinkPurpose.WELCOME),
    "reset_token": lambda _: link(LinkPurpose.RESET),
    "address_token": lambda _: link(LinkPurpose.NEW_EMAIL),
    "session_id": open_session,
    "number": terms,
    "card_token": lambda _: "unknown",
    "user_id": managed_account,
    "bulk_id": own_bulk,
    "structure_id": lambda _: houses.house("cds").id,
    "cpts_id": lambda _: houses.house("cpts").id,
    "establishment_id": lambda _: houses.house("establishment").id,
    "doctor_id": lambda scene: scene.place.professional_id,
    "centre_id": centre_place,
    "addressed_id": addressed,
    "code": lambda _: "35",
    "suggestion_id": lambda _: configuration.suggestion(),
    "word_id": lambda _: configuration.word(),
    "text_key": lambda _: "agenda_on_leave",
    "editor_id": lambda _: editor_accounts.editor(base_url="http://127.0.0.1:9/fhir"),
    "sent_id": failed_account,
    "login_key": lambda _: "unknown",
    "call_key": lambda _: "unknown",
    "lrm_id": lambda _: configuration.lrm(),
    "message_id": abandoned_message,
    "territory_id": lambda scene: scene.territory,
    "label": lambda _: "accounts.user",
    "key": lambda scene: scene.regulator.user_id,
    "free_id": lambda _: care.territory(departements=("44",)),
}
# What a right form of an address holds.
FORMS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "/mot-de-passe/oublie": lambda _: {"email": "camille@sas.example"},
    "/premiere-connexion/{welcome_token}": lambda _: {"password": NEW_PASSWORD},
    "/mot-de-passe/nouveau/{reset_token}": lambda _: {"password": NEW_PASSWORD},
    "/compte/resume": lambda _: {"period": "weekly"},
    "/identifiants/mot-de-passe": lambda _: {"old": care.PASSWORD, "password": NEW_PASSWORD},
    "/identifiants/adresse": lambda _: {"email": "camille@sas.example", "password": care.PASSWORD},
    "/sas/orienter/creneau/{slot_id}/{day}": lambda _: {"cle": str(uuid4())},
    "/sas/orienter/editeur/{fed_id}/{free_number}": lambda _: {"cle": str(uuid4())},
    "/sas/orienter/en-sus/{place_id}": lambda scene: {"cle": str(uuid4()), "day": str(scene.day), "time": "11:30"},
    "/sas/parametres": lambda scene: {"vu": settings_stamp(scene)},
    "/sas/agenda/{place_id}/disponibilites": lambda scene: {
        "day": str(scene.day),
        "start": "09:00",
        "end": "10:00",
        "kind": "plage",
        "patients": "1",
        "modalities": "1",
    },
    "/sas/agenda/{place_id}/creneaux/{slot_id}/{day}/modifier": lambda scene: {
        "day": str(scene.day),
        "start": "09:00",
        "end": "10:00",
        "kind": "plage",
        "patients": "1",
        "modalities": "1",
        "vu": "1",
    },
    "/sas/agenda/{place_id}/creneaux/{slot_id}/{day}/supprimer": lambda _: {"scope": "occurrence", "vu": "1"},
    "/sas/agenda/{place_id}/jours/{day}/copier": lambda scene: {"targets": str(scene.day + timedelta(days=7))},
    "/sas/agenda/{place_id}/semaines/{day}/copier": lambda scene: {
        "targets": str(scene.day + timedelta(days=7 - scene.day.weekday()))
    },
    "/sas/agenda/{place_id}/indisponibilite": lambda _: {"indefinite_box": "on", "vu": "1"},
    "/sas/agenda/{place_id}/informations": lambda _: {"text": "Bonjour", "vu": "1"},
    "/sas/agenda/{place_id}/synchroniser/agenda-personnel": lambda _: {"address": "webcal://agenda.example/b"},
    "/sas/agenda/{place_id}/orientations/{orientation_id}/decliner": lambda _: {"reason": "Absent"},
    "/sas/agenda/{centre_id}/orientations/{addressed_id}/membre": lambda _: {
        "member": str(Professional.objects.latest("id").id)
    },
    "/delegations/demande": asks_for_a_delegate,
    "/administration/delegations/{request_id}": lambda _: {"text": "Je la connais."},
    "/administration/delegations/{request_id}/accepter": lambda scene: {"chosen": f"p{scene.place.professional_id}"},
    "/administration/delegations/{request_id}/refuser": lambda _: {"reason": "Inconnu ici"},
    "/administration/comptes/nouveau": account_form,
    "/administration/comptes/{user_id}": changed_account_form,
    "/administration/comptes/import": accounts_file,
    "/administration/departements/{code}": lambda _: configuration.radii_form("35"),
    "/administration/departements/{code}/retablir": lambda _: {"stamp": configuration.radii_form("35")["stamp"]},
    "/administration/editeurs/nouveau": lambda _: {"name": f"Éditeur {uuid4()}", "active": "on"},
    "/administration/editeurs/{editor_id}": lambda _: {"name": f"Éditeur {uuid4()}"},
    "/administration/editeurs/{editor_id}/connexion": lambda _: {"redirect_uris": "https://agenda.example/retour"},
    "/administration/editeurs/{editor_id}/essai": lambda scene: editor_accounts.question(scene.day),
    "/administration/lrm/nouveau": lambda _: {"name": "LRM", "origin": str(uuid4()), "active": "on"},
    "/administration/lrm/{lrm_id}": lambda _: {"name": "LRM", "origin": str(uuid4())},
    "/administration/textes/{text_key}": lambda _: {"text": "Pensez-y.", "seen": str(TextVersion.objects.count())},
    "/administration/textes/{text_key}/defaut": lambda _: {"seen": "0"},
    "/administration/cgu": lambda _: {"text": "# Objet\nTexte."},
    "/administration/recherche/suggestions/nouvelle": lambda _: configuration.suggestion_form(),
    "/administration/recherche/suggestions/{suggestion_id}": lambda _: configuration.suggestion_form(),
    "/administration/recherche/mots/nouveau": lambda _: configuration.word_form(),
    "/administration/recherche/mots/{word_id}": lambda _: configuration.word_form(),
    "/administration/territoires/nouveau": lambda _: configuration.territory_form(name=f"Territoire {uuid4()}"[:40]),
    "/administration/territoires/{territory_id}": lambda scene: configuration.edited_territory(scene.territory),
    "/administration/territoires/{free_id}/supprimer": lambda _: configuration.stamp_of_newest_territory(),
}
# A page that reads needs a search.
_SEARCH = {"text": "Médecin", "loc": "Rennes"}
QUESTIONS = dict.fromkeys(("/sas/recherche", "/sas/recherche/carte", "/sas/recherche/cartes"), _SEARCH)
