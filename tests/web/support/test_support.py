"""Support reads, by Django's administration: who may, what is left out, what stays bounded, what is traced."""

from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from django.db import InternalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Territory
from sas.rooms.journal import operations as journal
from sas.rooms.journal.enums import Reading
from sas.rooms.journal.models import AuditEntry
from sas.web.kit.access import Consulted, consultation
from sas.web.support.records import RECORDS, ROOMS
from sas.web.support.site import FURTHEST, PER_PAGE, support_site
from tests.factories import care
from tests.factories.browsers import browser

LABELS = [record.label for record in RECORDS]


@pytest.fixture
def administrator() -> Actor:
    """A technical administrator."""
    return care.account(Role.ADMINISTRATEUR)


@pytest.fixture
def client(administrator: Actor) -> Client:
    """Their browser."""
    return browser(administrator)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.content.decode())


def test_django_finds_nothing_wrong_in_the_registrations() -> None:
    assert support_site.check(None) == []


def test_the_administration_brings_no_table() -> None:
    assert [table for table in connection.introspection.django_table_names() if table.startswith("django_admin")] == []


@pytest.mark.django_db
def test_the_index_leads_to_every_record_and_the_menu_to_the_index(client: Client) -> None:
    page = text(client, "/support/")
    assert [label for label in LABELS if f'href="/support/{label}"' not in page] == []
    assert {record.room for record in RECORDS} == set(ROOMS)
    assert 'href="/support/"' in text(client, "/administration/")
    assert 'href="/support/"' not in text(browser(care.account(Role.ADMINISTRATEUR_NATIONAL)), "/administration/")


@pytest.mark.django_db
@pytest.mark.parametrize("label", LABELS)
def test_every_list_opens_whatever_is_searched(client: Client, label: str) -> None:
    assert support_site.reader(label).record.many.capitalize() in text(client, f"/support/{label}")
    for words in ("7", "personne@sas.example", "9" * 30, "2026-11-01"):
        text(client, f"/support/{label}?q={words}")


@pytest.mark.django_db
def test_a_record_is_read_in_french_with_links_by_number(client: Client) -> None:
    territory = care.territory()
    place = care.doctor_place()
    person = care.account(Role.EFFECTEUR, territories=(territory,), professional_id=place.professional_id)
    page = text(client, f"/support/accounts.user/{person.user_id}")
    assert "Prénom" in page and "Camille" in page and "SAS - Effecteur" in page and "Oui" in page
    assert f'<a href="/support/directory.professional/{place.professional_id}">' in page
    assert f'<a href="/support/directory.territory/{territory}">' in page


@pytest.mark.django_db
def test_secrets_are_neither_shown_nor_read(client: Client) -> None:
    person = care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),), cpx_number="CPX-4-0001")
    stored = User.objects.get(id=person.user_id).password
    with CaptureQueriesContext(
        connection,
    ) as asked:
        pages = text(client, f"/support/accounts.user/{person.user_id}") + text(client, "/support/accounts.user")
    read = [one["sql"] for one in asked if 'FROM "accounts_user"' in one["sql"] and "signed" not in one["sql"]]
    assert read and stored not in pages and "CPX-4-0001" not in pages
    assert [sql for sql in read if '"password"' in sql or "cpx_number" in sql] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    ["password__startswith=md5", "is_active=1", "o=2", "_to_field=id", "_popup=1", "all=", "_facets=True"],
)
def test_the_address_chooses_no_column_no_order_and_no_window(client: Client, words: str) -> None:
    assert client.get(f"/support/accounts.user?{words}").status_code == 404


def test_no_lookup_is_allowed_even_behind_the_address() -> None:
    assert [label for label in LABELS if support_site.reader(label).lookup_allowed("password", "x", None)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/support/accounts.signinguard",
        "/support/accounts.nothing",
        "/support/sessions.session",
        "/support/accounts.user/0",
        "/support/accounts.user/abc",
        "/support/accounts.user/99999999999999999999999",
        "/support/accounts.user/1/change",
        "/support/login/",
        "/support/accounts/user/add/",
    ],
)
def test_what_is_not_shown_is_not_found_and_leaves_no_trace(client: Client, address: str) -> None:
    before = AuditEntry.objects.count()
    assert client.get(address).status_code == 404
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/support/", "/support/accounts.user", "/support/accounts.user/{key}"])
def test_nothing_is_written_through_these_addresses(client: Client, administrator: Actor, address: str) -> None:
    for send in (client.post, client.put, client.patch, client.delete):
        assert send(address.format(key=administrator.user_id), {"email": "x@sas.example"}).status_code == 405


def test_nobody_may_add_change_or_delete(rf: object, administrator_request: object) -> None:
    for label in LABELS:
        reader = support_site.reader(label)
        assert reader.has_view_permission(administrator_request)
        assert not reader.has_add_permission(administrator_request)
        assert not reader.has_change_permission(administrator_request)
        assert not reader.has_delete_permission(administrator_request)
        assert reader.get_actions(administrator_request) == {}


@pytest.fixture
def administrator_request(rf: Callable[..., object]) -> object:
    """A request of theirs."""
    request = rf.get("/support/")  # type: ignore[attr-defined]
    request.actor = Actor(1, roles=frozenset({Role.ADMINISTRATEUR}))
    return request


@pytest.mark.django_db
@pytest.mark.shows("F-233")
def test_reading_a_record_leaves_its_trace(client: Client, administrator: Actor) -> None:
    person = care.regulator(care.territory())
    text(client, f"/support/accounts.user/{person.user_id}")
    trace = AuditEntry.objects.latest("id")
    assert (trace.user_id, trace.verb, trace.subject) == (administrator.user_id, "read_support", "accounts.user")
    assert (trace.subject_id, trace.details) == (str(person.user_id), {})


@pytest.mark.django_db
@pytest.mark.shows("F-233")
def test_reading_a_list_leaves_the_numbers_that_it_showed_and_not_what_was_typed(client: Client) -> None:
    person = care.regulator(care.territory())
    email = User.objects.get(id=person.user_id).email
    text(client, f"/support/accounts.user?q={email.upper()}")
    trace = AuditEntry.objects.latest("id")
    assert (trace.verb, trace.subject, trace.subject_id) == ("list_support", "accounts.user", "")
    assert trace.details == {"listed": [str(person.user_id)]}


@pytest.mark.django_db
def test_without_its_trace_nothing_is_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise Refused("Le journal ne répond pas.")

    monkeypatch.setattr(journal, "record_consultation", fails)
    answer = client.get("/support/accounts.user")
    assert answer.status_code == 403 and "Le Goff" not in answer.content.decode().split("</header>")[1]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATEUR])
def test_the_journal_refuses_the_trace_of_anybody_else(role: Role, now: datetime) -> None:
    reader = Actor(1, roles=frozenset({role}))
    with pytest.raises(Refused):
        journal.record_consultation(actor=reader, reading=Reading.SUPPORT, subject="accounts.user", now=now)


@pytest.mark.django_db(transaction=True)
def test_the_transaction_of_a_consultation_refuses_to_write(rf: Callable[..., object]) -> None:
    @consultation()
    def writes(request: object) -> Consulted:
        Territory.objects.create(name="Écrit pendant une lecture")
        raise AssertionError("it was written")

    with pytest.raises(InternalError, match="read-only transaction"):
        writes(rf.get("/"))  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_list_shows_the_last_ones_first_and_counts_no_further_than_its_bound(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [Territory(name=f"Territoire {number}") for number in range(2 * PER_PAGE + 1)]
    made = [one.id for one in Territory.objects.bulk_create(names)]
    lists = [text(client, f"/support/directory.territory?p={page}") for page in (1, 2, 3)]
    assert [page.count('href="/support/directory.territory/') for page in lists] == [PER_PAGE, PER_PAGE, 1]
    assert f'territory/{made[-1]}"' in lists[0] and f'territory/{made[0]}"' in lists[2]
    assert f"{len(made)} enregistrements" in lists[0]
    monkeypatch.setattr("sas.web.support.site.FURTHEST", 2 * PER_PAGE)
    assert f"Les {2 * PER_PAGE} derniers" in text(client, "/support/directory.territory")
    assert client.get("/support/directory.territory?p=3").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["accounts.user", "directory.place", "journal.auditentry"])
def test_the_number_of_statements_is_that_of_one_row(client: Client, label: str) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            text(client, f"/support/{label}")
        assert [
            one["sql"] for one in asked if "COUNT(" in one["sql"] and f"LIMIT {FURTHEST + 1}" not in one["sql"]
        ] == []
        return len(asked)

    one = (care.doctor_place(), care.regulator(care.territory()), statements())[2]
    care.doctor_place(), care.doctor_place(), care.regulator(care.territory()), care.regulator(care.territory())
    assert statements() == one


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_record_asks_as_much_whatever_it_is_linked_to(client: Client, count: int) -> None:
    person = care.account(Role.GESTIONNAIRE_COMPTES, territories=tuple(care.territory() for _ in range(count)))
    with CaptureQueriesContext(connection) as asked:
        text(client, f"/support/accounts.user/{person.user_id}")
    assert len(asked) == STATEMENTS_OF_AN_ACCOUNT


STATEMENTS_OF_AN_ACCOUNT = 8
