"""The pages of texts: previewed as everybody will see them, published, seen (F-230, F-022)."""

import gzip
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from sas.actor import Role
from sas.rooms.accounts.models import TermsVersion, User
from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.models import TextVersion
from sas.rooms.texts.rules import CATALOGUE
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


@pytest.mark.shows("F-007", "F-248")
def test_a_banner_stands_on_the_pages_of_whoever_signed_in_until_its_day(client: Client) -> None:
    ends = (timezone.now() + timedelta(days=1)).date()
    publish(client, "banner", "Maintenance [détails](https://sas.example/maintenance)", until=str(ends))
    publish(client, "no_rights_effecteur", "Voyez votre Ordre.")
    for where in ("/administration/", "/nulle-part"):
        assert '<a href="https://sas.example/maintenance">détails</a>' in text(client.get(where))
    assert "détails" not in text(Client().get("/connexion"))
    assert "Voyez votre Ordre." in text(Client().get("/connexion/psc/sans-droits"))
    TextVersion.objects.create(key="banner", number=2, text="Fini", until=timezone.now(), at=timezone.now())
    other = text(client.post(f"{PAGE}/agenda_plage", {"text": "X patients", "seen": "0"}, follow=True))
    assert "Fini" not in other and "détails" not in other


@pytest.mark.shows("F-248")
def test_the_banner_of_visitors_stays_until_it_is_taken_away_and_each_may_close_it(client: Client) -> None:
    publish(client, "banner_visitors", "La plateforme **change** samedi.")
    reader, other = Client(), Client()
    assert "<strong>change</strong> samedi" in text(reader.get("/"))
    assert "samedi" not in text(client.get("/administration/"))
    closed = reader.post("/bandeau/fermer", {"retour": "/connexion"})
    assert (closed.status_code, closed["Location"]) == (303, "/connexion")
    assert "samedi" not in text(reader.get("/connexion")) and "samedi" in text(other.get("/connexion"))
    client.post(f"{PAGE}/banner_visitors", {"text": "La plateforme change dimanche.", "seen": "1"})
    assert "dimanche" in text(reader.get("/"))
    assert "Retirer le bandeau" in text(client.get(f"{PAGE}/banner_visitors"))
    gone = text(client.post(f"{PAGE}/banner_visitors/defaut", {"seen": "2"}, follow=True))
    assert "Le bandeau est retiré" in gone and "dimanche" not in text(other.get("/"))


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


MAIL = {"subject": "Votre accès", "text": "Voici **votre** lien & <b>.\n\n[Choisir]({lien})", "seen": "0"}


@pytest.mark.shows("F-230")
def test_a_mail_is_previewed_as_its_reader_gets_it(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://sas.example"
    page = text(client.post(f"{PAGE}/mail_reset", MAIL | {"apercu": "oui"}))
    shown = " ".join(page.split('id="apercu"')[1].split("</section>")[0].split())
    assert "rien n'est encore publié" in shown and "Votre accès" in shown
    assert "<p>Bonjour,</p> <p> Voici <strong>votre</strong> lien &amp; &lt;b&gt;. </p>" in shown
    assert '<a href="https://sas.example/mot-de-passe/nouveau/exemple">Choisir</a>' in shown
    assert "Le Service d&#x27;accès aux soins" in shown and "merci de ne pas y répondre" in shown
    assert TextVersion.objects.count() == 0


@pytest.mark.shows("F-230")
def test_a_mail_keeps_its_versions_and_one_is_taken_up_again(client: Client) -> None:
    publish(client, "mail_reset", MAIL["text"], subject=MAIL["subject"])
    assert client.post(f"{PAGE}/mail_reset/defaut", {"seen": "1"}).status_code == 303
    page = text(client.get(f"{PAGE}/mail_reset"))
    assert "Version 2" in page and f'href="{PAGE}/mail_reset?version=1"' in page
    assert f'value="{MAIL["subject"]}"' not in page
    for asked, found in (("1", True), ("2", False), ("9", False), ("x", False)):
        again = text(client.get(f"{PAGE}/mail_reset", {"version": asked}))
        assert (f'value="{MAIL["subject"]}"' in again) is found
        assert 'name="seen" value="2"' in again


@pytest.mark.shows("F-230")
@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"subject": ""}, "subject", "Écrivez l'objet."),
        ({"subject": "Voir {nom}"}, "subject", "{nom} n'existe pas dans ce courriel"),
        ({"text": "Rien"}, "text", "{lien} doit rester dans ce texte"),
        ({"text": "Ouvrez [ici]({lien})"}, "text", "seul dans son paragraphe"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"apercu": "oui"}])
def test_what_is_wrong_in_a_mail_is_said_beside_its_field(
    client: Client, changed: dict[str, str], *, field: str, sentence: str, button: dict[str, str]
) -> None:
    answer = client.post(f"{PAGE}/mail_reset", MAIL | changed | button)
    page, sent = text(answer), MAIL | changed
    assert answer.status_code == 422 and TextVersion.objects.count() == 0
    assert sentence in unescape(page.split(f'id="id_{field}-desc-error"')[1].split("</div>")[0])
    assert (escape(sent["text"]) in page and f'value="{escape(sent["subject"])}"' in page) or not sent["subject"]


@pytest.mark.shows("F-230")
def test_the_list_says_where_each_text_stands_and_how_many_are_mails(client: Client) -> None:
    TextVersion.objects.create(key="mail_reset", number=1, text="Objet\n\nSans lien", at=timezone.now())
    answer = client.get(PAGE)
    page = text(answer)
    mails = sum(one.kind is TextKind.MAIL for one in CATALOGUE.values())
    assert f"{len(CATALOGUE)} textes, dont {mails} courriels" in page
    assert page.count(f'href="{PAGE}/') == len(CATALOGUE)
    assert page.count("ne peut plus servir") == 1
    assert "ne peut plus servir" in text(client.get(f"{PAGE}/mail_reset"))
    assert len(gzip.compress(answer.content)) < 40_000


@pytest.mark.shows("F-230", "F-042")
def test_the_words_of_dashboards_and_settings_are_rewritten(client: Client) -> None:
    publish(client, "dashboard_welcome", "Bonjour **à vous**.")
    publish(client, "hours_professional", "Deux heures, où que ce soit.")
    publish(client, "settings_pledge", "Je déclare deux heures")
    publish(client, "settings_unpaid", "Sans participation, pas de rémunération.")
    doctor = browser(care.keeper(care.doctor_place()))
    board, form = text(doctor.get("/sas/tableau-de-bord")), text(doctor.get("/sas/parametres"))
    assert "Bonjour <strong>à vous</strong>." in board and "Deux heures, où que ce soit." in board
    assert "Je déclare deux heures" in form and "Sans participation, pas de rémunération." in form
