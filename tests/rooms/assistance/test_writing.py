"""A request as it is written: what is put in order, what is refused, what is never kept."""

from datetime import UTC, datetime

import pytest

from sas.errors import Impossible
from sas.rooms.assistance.enums import ROUTES, TRANSITIONS, AssistanceState, Desk, Topic
from sas.rooms.assistance.rules import MESSAGE_LENGTH, cannot_move, checked, desk_of, own_page, reference
from tests.factories.assistance import asking

pytestmark = pytest.mark.shows("F-242")
LOCAL = (Desk.ACCOUNTS, Desk.TERRITORY)


def test_a_request_is_kept_in_order() -> None:
    kept = checked(
        asking(
            family_name="  D'Arc   Petit ",
            phone="+33 (0)2.61-91.00.12",
            email=" Anne@SAS.example ",
            message="Bonjour,\r\n\r\nVoilà\u202e\x00.\r\n",
            page="/sas/recherche?loc=12+rue+des+Lilas",
            structure_name="Cabinet",
        )
    )
    assert (kept.family_name, kept.phone, kept.email) == ("D'Arc Petit", "02 61 91 00 12", "anne@sas.example")
    assert (kept.message, kept.page, kept.structure_name) == ("Bonjour,\n\nVoilà.", "/sas/recherche", "")
    account = checked(asking(Topic.ACCOUNT_NEW, structure_name=" MSP  Nord ", structure_number="350 001 234"))
    assert (account.structure_name, account.structure_number) == ("MSP Nord", "350001234")


def test_names_of_thirty_letters_and_messages_of_two_thousand_and_no_more() -> None:
    """E47 and E48; an end of line counts once, however the browser writes it."""
    kept = checked(asking(given_name="A" * 30, family_name="B" * 30, message="a\r\n" * 999 + "ab"))
    assert (len(kept.given_name), len(kept.message)) == (30, MESSAGE_LENGTH)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", "A" * 31),
        ("family_name", "B" * 31),
        ("family_name", "www.ici.example/x"),
        ("given_name", "  "),
        ("message", "a" * 2001),
        ("message", "a\r\n" * 999 + "abcd"),
        ("message", " \r\n\u200b "),
        ("phone", ""),
        ("phone", "0261"),
        ("phone", "+33 2 61"),
        ("email", ""),
        ("email", "anne@sas"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(field: str, value: str) -> None:
    with pytest.raises(Impossible) as refused:
        checked(asking(**{field: value}))
    assert refused.value.field == field


@pytest.mark.parametrize("phone", ["0261910012", "+33261910012", "0033 2 61 91 00 12", "+32 2 555 12 34"])
def test_a_number_is_national_or_international(phone: str) -> None:
    """E49."""
    assert checked(asking(phone=phone)).phone in {"02 61 91 00 12", "+3225551234"}


def test_an_account_needs_its_structure_and_a_right_number_if_any() -> None:
    for fields, field in (({"structure_name": ""}, "structure_name"), ({"structure_number": "35"}, "structure_number")):
        with pytest.raises(Impossible) as refused:
            checked(asking(Topic.ACCOUNT_NEW, **fields))
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/sas/recherche?text=M&loc=12+rue+des+Lilas#x", "/sas/recherche"),
        ("https://sas.example/faq", "/faq"),
        ("https://ailleurs.example/faq", ""),
        ("//ailleurs.example/faq", ""),
        ("/\\ailleurs.example", "/ailleurs.example"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("faq", ""),
        ("", ""),
        ("/mot-de-passe/nouveau/" + "aB3-" * 11, "/mot-de-passe/nouveau/…"),
        ("/calendriers/" + "x" * 40 + ".ics", "/calendriers/…"),
        ("/formation/effecteur-liberal", "/formation/effecteur-liberal"),
        ("/" + "ab/" * 100, ("/" + "ab/" * 100)[:200]),
    ],
)
def test_the_page_is_a_path_of_ours_without_query_nor_secret(address: str, kept: str) -> None:
    assert own_page(address, host="sas.example") == kept


def test_a_number_for_people_has_the_year_in_paris() -> None:
    assert reference(123, datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "SAS-2027-000123"


@pytest.mark.shows("F-244")
def test_every_topic_has_its_desk_and_the_national_one_stands_in() -> None:
    assert set(ROUTES) == set(Topic)
    by_desk = {desk: {topic for topic in Topic if ROUTES[topic] is desk} for desk in Desk}
    assert by_desk == {
        Desk.ACCOUNTS: {Topic.PROFILE, Topic.ACCOUNT_NEW, Topic.ACCOUNT_END, Topic.LOGIN, Topic.CARD},
        Desk.TERRITORY: {Topic.INFORMATION, Topic.DATA, Topic.USE},
        Desk.TECHNICAL: {Topic.BUG, Topic.EDITOR},
        Desk.NATIONAL: set(),
    }
    for topic in Topic:
        assert desk_of(topic, held=LOCAL) is ROUTES[topic]
        alone = desk_of(topic, held=())
        assert alone is (Desk.NATIONAL if ROUTES[topic] in LOCAL else Desk.TECHNICAL)


@pytest.mark.shows("F-244")
def test_a_request_moves_along_its_table_and_never_back() -> None:
    order = list(AssistanceState)
    assert set(TRANSITIONS) == set(AssistanceState)
    for state in AssistanceState:
        for wanted in AssistanceState:
            problem = cannot_move(state, wanted, by="Anne Petit")
            again = state is wanted is AssistanceState.ANSWERED
            assert (problem is None) == (again or order.index(wanted) > order.index(state))
