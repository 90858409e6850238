"""An administrator tries a question to an editor, and sees what left, what came, what the reader made of it."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sas.actor import Role
from sas.adapters.editors import client as reader
from sas.adapters.editors import heard
from sas.rooms.directory.models import Editor
from sas.rooms.editors.models import EditorDay, EditorPace, EditorReading, EditorSite
from sas.rooms.journal.models import AuditEntry
from simulators.editor.people import ONE_PLACE, SOS, TWO_PLACES
from simulators.editor.web import EditorServer, invented_editor
from tests.factories import care, editor_accounts, editors
from tests.factories.authority import Authority
from tests.factories.browsers import browser
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-261")]
RPPS = ONE_PLACE[1:]


@pytest.fixture
def client() -> Client:
    return browser(care.account(Role.ADMINISTRATEUR))


@pytest.fixture
def server() -> Iterator[EditorServer]:
    """An editor on the clock of this machine, as pages are."""
    with editors.serving(invented_editor()) as one:
        yield one


def page_of(server: EditorServer, **connection: Any) -> str:
    about = {"base_url": f"{server.url}/fhir", **connection}
    return f"/administration/editeurs/{editor_accounts.editor('Agenda Santé', **about)}/essai"


def asked(words: str = RPPS, *, kind: str = "practitioners", days: int = 2) -> dict[str, str]:
    today = datetime.now(UTC).date()
    return {"kind": kind, "words": words, "first": str(today), "last": str(today + timedelta(days=days))}


def shown(answer: Any) -> str:
    return " ".join(unescape(text(answer)).split())


def test_the_question_and_the_whole_answer_are_shown_and_kept_nowhere(client: Client, server: EditorServer) -> None:
    server.editor.faults[ONE_PLACE] = "busy,javascript"
    page = page_of(server)
    answer = client.post(page, asked())
    told = shown(answer)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    (got,) = server.editor.requests
    assert f"<code>{server.url}{got.target}</code>" in told
    for words in (
        "<dd> 200 </dd>",
        "application/fhir+json",
        "1 lieu.",
        "1 rue des Essais 47000 Agen",
        "Créneau non libre : 1",
    ):
        assert words in told, words
    assert "sans lien" in told and "Aucune connexion TLS établie" in told
    assert '"resourceType": "Bundle"' in told and "javascript:alert(document.cookie)" in told
    assert not any(model.objects.exists() for model in (EditorReading, EditorSite, EditorDay))


def test_a_failure_shows_what_came_as_text(client: Client, server: EditorServer) -> None:
    page = page_of(server)
    for fault, words in (
        ("html", "Réponse d'un autre type que JSON : <code>text/html</code>."),
        ("500-outcome", "Réponse d'erreur (statut HTTP) : <code>500 exception</code>."),
    ):
        server.editor.faults["*"] = fault
        assert words in shown(client.post(page, asked()))
    server.editor.faults["*"] = "html"
    raw = text(client.post(page, asked()))
    assert "&lt;html&gt;&lt;body&gt;Maintenance" in raw and "<body>Maintenance" not in raw


def test_associations_and_several_people_are_asked_as_the_platform_asks(client: Client, server: EditorServer) -> None:
    page = page_of(server)
    assert "Point de consultation 1" in shown(client.post(page, asked(SOS[1:], kind="sos")))
    assert "3 lieux." in shown(client.post(page, asked(f"{RPPS}, {TWO_PLACES}")))
    assert "Aucun créneau." in shown(client.post(page, asked("10999999999", kind="cpts")))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"words": ""}, "Donnez au moins un numéro."),
        ({"words": "123"}, "« 123 » n'est pas un numéro RPPS (11 chiffres)."),
        ({"words": RPPS, "kind": "sos"}, f"« {RPPS} » n'est pas un numéro SIRET (14 chiffres)."),
        ({"words": "\n".join(str(10000000000 + one) for one in range(26))}, "25 numéros au maximum."),
        ({"kind": "all"}, "Choisissez dans la liste."),
        ({"last": "2020-01-01"}, "Le dernier jour précède le premier."),
        ({"first": "2020-01-01", "last": "2020-01-02"}, "Ces jours sont passés."),
        ({"last": "9999-12-31"}, "7 jours au maximum."),
        ({"first": "0001-01-01", "last": "0001-01-01"}, "Ces jours sont passés."),
        ({"first": "demain"}, "Donnez un jour, par exemple 26/11/2026."),
    ],
    ids=lambda told: next(iter(told)) if isinstance(told, dict) else "",
)
def test_what_cannot_be_asked_is_said_beside_its_field(
    client: Client, server: EditorServer, changed: dict[str, str], *, sentence: str
) -> None:
    answer = client.post(page_of(server), asked() | changed)
    assert answer.status_code == 422 and sentence in shown(answer) and not server.editor.requests
    assert "words" in changed or RPPS in shown(answer)
    assert not AuditEntry.objects.filter(verb="try_editor").exists()


def test_trials_are_traced_without_a_name_and_bounded(
    client: Client, server: EditorServer, caplog: pytest.LogCaptureFixture
) -> None:
    page = page_of(server)
    caplog.set_level(logging.INFO, logger="sas")
    for _ in range(6):
        assert client.post(page, asked(f"{RPPS} {TWO_PLACES}")).status_code == 200
    refused = client.post(page, asked())
    assert refused.status_code == 422 and "6 essais par minute au maximum" in shown(refused)
    traces = AuditEntry.objects.filter(verb="try_editor")
    assert [one.details for one in traces] == [{"kind": "practitioners", "asked": 2}] * 6
    assert not [one for one in caplog.records if RPPS in one.getMessage() or TWO_PLACES in one.getMessage()]
    assert EditorPace.objects.get().used <= 6


def test_an_editor_s_own_limit_is_held_to(client: Client, server: EditorServer) -> None:
    page = page_of(server, per_minute=1)
    answers = [client.post(page, asked()) for _ in range(3)]
    assert [one.status_code for one in answers].count(200) <= 2  # the minute may have turned between them
    assert "La limite de requêtes par minute de cet éditeur est atteinte" in " ".join(map(shown, answers))


@pytest.mark.parametrize("changed", [{"active": False}, {"environment": "production"}, {"base_url": ""}])
def test_an_editor_that_is_not_called_from_here_is_not_tried(
    client: Client, server: EditorServer, changed: dict[str, Any]
) -> None:
    page = page_of(server)
    Editor.objects.update(**changed)
    answer = client.post(page, asked())
    assert answer.status_code == 422 and "n'est pas appelé depuis cet environnement" in shown(answer)
    assert not server.editor.requests


def test_an_editor_that_keeps_failing_is_tried_all_the_same(client: Client, server: EditorServer) -> None:
    page = page_of(server)
    for _ in range(5):
        reader.circuits.tell(f"{server.url}/fhir", well=False)
    assert "1 lieu." in shown(client.post(page, asked()))


def test_what_tls_showed_is_told(client: Client, tmp_path: Path, settings: Any) -> None:
    authority = Authority(tmp_path)
    settings.EDITOR_CA_BUNDLE = str(authority.certificate)
    own = authority.issue("theirs", cn="editeur.test", ou="318751275100020")
    side = editors.side(authority, own, asks_for_certificate=False)
    with editors.serving(invented_editor(), side=side) as server:
        told = shown(client.post(page_of(server, expected_cn="editeur.test"), asked()))
        assert "TLSv1.3, certificat de" in told and "CN=editeur.test" in told and "CN=Autorité des éditeurs" in told
        Editor.objects.update(expected_cn="autre.test")
        told = shown(client.post(f"/administration/editeurs/{Editor.objects.get().id}/essai", asked()))
        assert "Connexion TLS refusée : <code>wrong commonName</code>." in told


def test_an_answer_is_shown_up_to_its_bound(client: Client, server: EditorServer) -> None:
    server.editor.faults["*"] = "thousand"
    raw = unescape(text(client.post(page_of(server), asked())))
    assert "Le début, sur " in raw
    body = raw.partition('aria-label="Réponse brute">')[2].partition("</pre>")[0]
    assert heard.MOST_SHOWN - 2000 < len(body) <= heard.MOST_SHOWN


def test_what_cannot_be_printed_is_replaced() -> None:
    assert heard.printable("a\x00b\u202ec\n", kept="\n") == "a\ufffdb\ufffdc\n"
