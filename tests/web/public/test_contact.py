"""The contact form: open to everybody, pre-filled, nothing typed lost, nothing of a patient kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sas.actor import Role
from sas.rooms.accounts.models import User
from sas.rooms.assistance.models import AssistanceFile, AssistanceRequest
from sas.rooms.assistance.rules.files import MOST_BYTES
from tests.factories import attachments, care
from tests.factories.assistance import form
from tests.factories.browsers import browser
from tests.web.calendar.reading import words

pytestmark = pytest.mark.django_db
CONTACT = "/aide/contact"


def file(name: str, content: bytes) -> SimpleUploadedFile:
    """The browser says it is a picture, whatever it is."""
    return SimpleUploadedFile(name, content, content_type="image/png")


def drawn(answer: Any) -> str:
    return words(answer.content.decode())


@pytest.mark.shows("F-242")
def test_a_visitor_finds_an_empty_form_and_the_page_it_was_opened_from() -> None:
    territory = care.territory()
    asked = {"depuis": "/sas/recherche?loc=12+rue+des+Lilas", "objet": "account_new"}
    page = Client().get(CONTACT, asked).content.decode()
    assert 'value="/sas/recherche"' in page and "Lilas" not in page.split("<main")[1].split("</main>")[0]
    assert f'<option value="{territory}">' in page and '<option value="account_new" selected>' in page
    assert 'maxlength="30"' in page and 'maxlength="2000"' in page
    assert "N'écrivez jamais l'identité d'un patient" in page.replace("&#x27;", "'")
    for depuis in ("https://ailleurs.example/x", "//ailleurs.example/x", "javascript:alert(1)"):
        assert "ailleurs" not in drawn(Client().get(CONTACT, {"depuis": depuis})).split("Formulaire de contact")[-1]
    assert 'value="/faq"' in Client().get(CONTACT, {"depuis": "http://testserver/faq?q=x"}).content.decode()


@pytest.mark.shows("F-242")
def test_whoever_is_signed_in_need_not_say_who(settings: Any) -> None:
    own, other = care.territory(), care.territory(departements=("44",))
    regulator = care.account(Role.REGULATEUR_OSNP, Role.GESTIONNAIRE_COMPTES, territories=(own,))
    known = User.objects.get(id=regulator.user_id)
    page = browser(regulator).get(CONTACT).content.decode()
    for value in (known.family_name, known.given_name, known.email):
        assert f'value="{value}"' in page
    assert '<option value="gestionnaire_comptes" selected>' in page and f'<option value="{own}" selected>' in page
    page = browser(care.keeper(care.doctor_place())).get(CONTACT).content.decode()
    assert '<option value="effecteur" selected>' in page and f'<option value="{own}" selected>' in page
    both = browser(care.regulator(own, other)).get(CONTACT).content.decode()
    assert f'<option value="{own}" selected>' not in both and f'<option value="{other}" selected>' not in both


@pytest.mark.shows("F-242", "F-243", "F-244")
def test_a_request_goes_with_its_files_and_its_number_is_told() -> None:
    sent = form(page="/faq?q=x", message="a\r\n" * 999 + "ab", given_name="A" * 30)
    client, files = Client(), [file("Écran.PNG", attachments.png_of(MOST_BYTES)), file("b.pdf", attachments.pdf())]
    answer = client.post(CONTACT, sent | {"files": [*files, file("c.jpeg", attachments.jpeg())]})
    row = AssistanceRequest.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{CONTACT}/envoye")
    told = drawn(client.get(answer["Location"]))
    assert f"Votre demande est envoyée. Son numéro : SAS-{row.created_at:%Y}-{row.id:06d}." in told
    assert (row.page, row.phone, len(row.message)) == ("/faq", "02 61 91 00 12", 2000)
    kept = AssistanceFile.objects.order_by("id").values_list("name", "kind")
    assert list(kept) == [("Écran.png", "png"), ("b.pdf", "pdf"), ("c.jpg", "jpg")]


@pytest.mark.shows("F-242", "F-243")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"family_name": "B" * 31}, "30 caractères au plus."),
        ({"message": "a" * 2001}, "Ce message a 2001 caractères : 2000 au plus."),
        ({"phone": "0261"}, "Ce numéro n&#x27;est pas complet"),
        ({"topic": "account_new"}, "Indiquez la structure pour laquelle le compte est demandé."),
        ({"role": ""}, "Choisissez qui vous êtes."),
        ({"territory": ""}, "Choisissez un territoire, ou « Je ne sais pas »."),
        ({"files": [file(f"{at}.png", attachments.png()) for at in range(4)]}, "3 pièces jointes au plus"),
        ({"files": [file("a.png", attachments.png_of(MOST_BYTES + 1))]}, "« a.png » dépasse 1 Mo (1 048 576 octets)"),
        ({"files": [file("a.png", b"MZ" + bytes(99))]}, "« a.png » n&#x27;est pas un PDF"),
        ({"files": [file("a.png", b"")]}, "« a.png » est vide."),
    ],
)
def test_what_is_refused_keeps_nothing_here_and_loses_nothing_there(wrong: dict[str, Any], sentence: str) -> None:
    joined = {"files": [file("capture.png", attachments.png())]}
    sent = form(page="/faq", structure_number="350001234", message="Ligne une\r\nligne <deux>") | joined | wrong
    answer = Client().post(CONTACT, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and "Erreur – Formulaire de contact" in words(page)
    assert not AssistanceRequest.objects.exists() and not AssistanceFile.objects.exists()
    for name in ("given_name", "email", "structure_number"):
        assert f'value="{sent[name]}"' in page
    assert 'value="+33 2 61 91 00 12"' in page or "phone" in wrong
    assert "ligne &lt;deux&gt;" in page or "message" in wrong
    assert all(f"« {one.name} »" in page for one in sent["files"])
    assert "Choisissez-les de nouveau" in page


def test_without_a_token_of_the_form_nothing_is_sent() -> None:
    assert Client(enforce_csrf_checks=True).post(CONTACT, form()).status_code == 403


def test_visitors_are_told_apart_by_what_the_proxy_says(settings: Any) -> None:
    for behind, header, same in ((False, "198.51.100.1", True), (True, "198.51.100.1", False)):
        settings.BEHIND_PROXY = behind
        AssistanceRequest.objects.all().delete()
        for forwarded in ("192.0.2.7", f"192.0.2.7, {header}"):
            assert Client().post(CONTACT, form(), headers={"X-Forwarded-For": forwarded}).status_code == 303
        assert (len(set(AssistanceRequest.objects.values_list("origin", flat=True))) == 1) is same
