"""The pages of texts: previewed as everybody will see them, published, seen (F-230, F-022)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sas.actor import Role
from sas.rooms.accounts.models import TermsVersion, User
from sas.rooms.texts.models import TextVersion
from tests.factories import care
from tests.factories.browsers import browser
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.live_texts]
PAGE = "/administration/textes"


@pytest.fixture
def client() -> Client:
    """An administrator's browser."""
    return browser(care.account(Role.ADMINISTRATEUR))


def publish(client: Client, key: str, said: str, **more: str) -> None:
    answer = client.post(f"{PAGE}/{key}", {"text": said, "seen": "0", **more})
    assert answer.status_code == 303


def test_a_preview_shows_the_text_as_it_will_be_and_publishes_nothing(client: Client) -> None:
    sent = {"text": "Congés : **pensez-y** <b>", "seen": "0", "apercu": "oui"}
    page = text(client.post(f"{PAGE}/agenda_on_leave", sent))
    assert "<strong>pensez-y</strong> &lt;b&gt;" in page and "rien n'est encore publié" in page
    assert TextVersion.objects.count() == 0


def test_a_text_is_published_seen_by_others_and_brought_back(client: Client) -> None:
    place = care.doctor_place()
    doctor, form = browser(care.keeper(place)), f"/sas/agenda/{place.id}/disponibilites"
    publish(client, "agenda_on_leave", "Congés : **pensez-y**.")
    publish(client, "agenda_plage", "Je reçois X patients sans RDV")
    seen = text(doctor.get(form))
    assert "<strong>pensez-y</strong>" in seen and "Je reçois X patients sans RDV" in seen
    listing = text(client.get(PAGE))
    assert listing.count("modifié le") == 2
    assert "Version 1" in text(client.get(f"{PAGE}/agenda_on_leave"))
    back = text(client.post(f"{PAGE}/agenda_on_leave/defaut", {"seen": "1"}, follow=True))
    assert "Le texte par défaut sert de nouveau." in back
    assert "pensez à supprimer vos disponibilités" in text(doctor.get(form))


@pytest.mark.shows("F-070", "F-080")
def test_labels_carry_their_values(client: Client) -> None:
    place, moment = care.doctor_place(), timezone.now()
    owner, day = care.keeper(place), moment.date() + timedelta(days=2)
    slot = care.published(place=place, owner=owner, day=day, now=moment)
    publish(client, "agenda_delete_occurrence", "Retirer le {jour}")
    publish(client, "unavailability_now", "Sans fin, dès maintenant")
    publish(client, "info_example", "Appelez le 02 61 91 00 12")
    doctor = browser(owner)
    assert f"Retirer le {day:%d/%m/%Y}" in text(doctor.get(f"/sas/agenda/{place.id}/creneaux/{slot}/{day}/supprimer"))
    assert "Sans fin, dès maintenant" in text(doctor.get(f"/sas/agenda/{place.id}/indisponibilite"))
    assert 'placeholder="Appelez le 02 61 91 00 12"' in text(doctor.get(f"/sas/agenda/{place.id}/informations"))


@pytest.mark.shows("F-007")
def test_a_banner_stands_on_every_page_until_its_day_and_the_guidance_is_rewritten(client: Client) -> None:
    ends = (timezone.now() + timedelta(days=1)).date()
    publish(client, "banner", "Maintenance [détails](https://sas.example/maintenance)", until=str(ends))
    publish(client, "no_rights_effecteur", "Voyez votre Ordre.")
    for visitor, where in ((Client(), "/"), (client, "/administration/"), (Client(), "/nulle-part")):
        assert '<a href="https://sas.example/maintenance">détails</a>' in text(visitor.get(where))
    assert "Voyez votre Ordre." in text(Client().get("/connexion/psc/sans-droits"))
    TextVersion.objects.create(key="banner", number=2, text="Fini", until=timezone.now(), at=timezone.now())
    other = text(client.post(f"{PAGE}/agenda_plage", {"text": "X patients", "seen": "0"}, follow=True))
    assert "Fini" not in other and "détails" not in other


@pytest.mark.shows("F-024")
def test_a_welcome_is_rewritten(client: Client) -> None:
    publish(client, "welcome_effecteur", "Bonjour docteur.\n\n- Un\n- Deux")
    doctor = care.keeper(care.doctor_place())
    User.objects.filter(id=doctor.user_id).update(welcomed=[])
    page = text(browser(doctor).get("/sas/tableau-de-bord"))
    assert "Bonjour docteur." in page and "<li>Un" in page.replace("\n", "").replace("  ", "")


@pytest.mark.parametrize(
    ("key", "sent", "sentence"),
    [
        ("agenda_on_leave", {"text": "", "seen": "0"}, "Écrivez le texte."),
        ("agenda_on_leave", {"text": "{nom}", "seen": "0"}, "n&#x27;existe pas dans ce texte"),
        ("agenda_delete_series", {"text": "Tout", "seen": "0"}, "doit rester dans ce texte"),
        ("agenda_on_leave", {"text": "Un autre", "seen": "7"}, "modifié entre-temps"),
        ("banner", {"text": "Maintenance", "seen": "0"}, "Donnez une date de fin."),
        ("banner", {"text": "Maintenance", "seen": "0", "until": "2020-01-01"}, "une date de fin à venir"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, key: str, sent: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"{PAGE}/{key}", sent)
    assert answer.status_code == 422 and sentence in text(answer)
    assert sent["text"] in text(answer) and TextVersion.objects.count() == 0


def test_an_unknown_text_and_an_old_page(client: Client) -> None:
    assert client.get(f"{PAGE}/autre").status_code == client.post(f"{PAGE}/autre/defaut").status_code == 404
    assert "modifié entre-temps" in text(client.post(f"{PAGE}/banner/defaut", {"seen": "3"}, follow=True))


@pytest.mark.shows("F-022")
def test_a_version_of_the_terms_is_previewed_then_published_and_asked(client: Client) -> None:
    sent = {"text": "# Objet\nPremier article."}
    page = text(client.post("/administration/cgu", sent | {"apercu": "oui"}))
    assert "Objet</h2>" in page and TermsVersion.objects.count() == 0
    assert client.post("/administration/cgu", {"text": " "}).status_code == 422
    assert client.post("/administration/cgu", sent).status_code == 303
    assert TermsVersion.objects.get().text == sent["text"]
    assert client.get("/administration/cgu").headers["Location"].startswith("/cgu/acceptation")
