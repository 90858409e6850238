"""A regulation software opens a search: received, kept through the sign-in, answered, refused (F-162)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sas.actor import Actor, Role
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts.models import User
from sas.rooms.journal.models import AuditEntry
from sas.rooms.offer.calls import LONGEST
from tests.factories import care, configuration
from tests.factories.browsers import browser
from tests.factories.callers import ORIGIN, RPPS, also_at, doctor, link, number_of
from tests.factories.offers import Wanted, scatter
from tests.factories.providers import Simulated, configure, depart, simulated
from tests.web.public.card_scene import card_of
from tests.web.regulation.scene import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-162")]
STREET = {"inseecode": "35238", "streetnumber": "12", "streetname": "rue des Lilas"}


@pytest.fixture
def lrm() -> int:
    """The active one of these links."""
    return configuration.lrm(ORIGIN)


@pytest.fixture
def client(lrm: int) -> Client:
    """A regulator's browser."""
    return browser(care.regulator(care.territory()))


@pytest.fixture
def desk(tmp_path: Path, settings: Any) -> Iterator[Simulated]:
    """Pro Santé Connect."""
    with simulated(tmp_path / "identities.json") as simulator:
        configure(settings, issuer=simulator.issuer)
        yield simulator


def asked(location: str) -> dict[str, str]:
    """The search of a canonical address."""
    assert location.startswith("/sas/recherche?")
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def answered(client: Client, path: str) -> Any:
    """What the address to which the call is sent answers."""
    return client.get(client.get(path)["Location"])


@pytest.mark.shows("F-140")
def test_a_call_ends_on_an_address_of_the_search_that_no_longer_holds_it(client: Client) -> None:
    answer = answered(client, link(**STREET, specialty="urn:oid:1.2.250.1.213.2.28|SM54"))
    assert answer.status_code == 302
    assert asked(answer["Location"]) == {
        "text": "Médecin généraliste",
        "loc": "Rennes (35000)",
        "lieu": "ville:35238",
        "medecin": "sas_pf_002",
    }
    whole = client.get(answer["Location"])
    page = text_of(whole)
    assert 'value="Médecin généraliste"' in whole.content.decode()
    assert "la recherche porte sur la commune" in page and "Rennes (35000)" in page
    assert "Votre logiciel n'a pas transmis de médecin traitant (sas_pf_002)." in page
    assert "« Avez-vous un médecin traitant ?" in page


@pytest.mark.shows("F-163")
def test_the_preferred_doctor_comes_first_on_the_first_page_and_is_counted_nowhere_else(client: Client) -> None:
    now = timezone.now()
    his = doctor(now=now)
    elsewhere = also_at(his, commune="29019", now=now)
    scatter([Wanted(at / 10, 0) for at in range(11)], now=now)
    location = answered(client, link(city="Rennes", practitioner=f"{RPPS}{number_of(his)}"))["Location"]
    first = client.get(f"{location}&mode=en-sus")
    page = text_of(first)
    assert page.count("MÉDECIN TRAITANT") == page.count("Dr Gwenaëlle TOURNIER</a></h2>") == 2
    assert page.index("TOURNIER") < page.index("MARTIN") and "11 résultats" in page and "sas_pf" not in page
    assert {card.place_id for card in first.context["doctor"].cards} == {his.id, elsewhere.id}
    for address in (first.context["pages"]["next"], first.context["modes"][0][1], first.context["overbooking_path"]):
        assert f"medecin={number_of(his)}" in address
    assert quote(f"medecin={number_of(his)}", safe="") in first.context["back"]
    second = text_of(client.get(f"/sas/recherche{first.context['pages']['next']}"))
    assert "TOURNIER" not in second and "MÉDECIN TRAITANT" not in second and "11 résultats" in second


@pytest.mark.shows("F-163", "E25")
def test_namesakes_are_said_in_the_header_and_leave_the_list_as_it_is(client: Client) -> None:
    now = timezone.now()
    places = {doctor("Dr Anne LE GUEN", now=now).id, doctor("Dr Anne LE GUEN", now=now).id}
    location = answered(client, link(city="Rennes", practitioner="Anne Le Guen"))["Location"]
    page = client.get(f"{location}&mode=en-sus")
    assert {card.place_id for card in page.context["result"].cards} == places
    assert "n'a pas été identifié (sas_pf_001)" in text_of(page) and "MÉDECIN TRAITANT" not in text_of(page)


@pytest.mark.parametrize("origin", ["", "samu-99", "SAMU-35", "samu-off", "<script>alert(1)</script>"])
@pytest.mark.shows("E25")
def test_an_unknown_or_inactive_origin_is_refused_and_leaves_a_trace_without_it(client: Client, origin: str) -> None:
    switched_off = configuration.lrm("samu-off", active=False)
    answer = answered(client, link(origin, **STREET))
    assert answer.status_code == 403 and not client.cookies["appel"].value
    assert "Le flux avec ce logiciel de régulation est désactivé." in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    trace = AuditEntry.objects.get(verb="refuse_lrm_call")
    known = origin == "samu-off"
    assert (trace.subject, trace.details) == ("lrm", {"known": known})
    assert trace.subject_id == (str(switched_off) if known else "")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"specialty": "MG"}, "ne donne pas de commune"),
        ({"city": "Rennes", "streetnumber": "12"}, "un numéro sans nom de voie"),
    ],
)
def test_a_call_that_says_nowhere_to_search_ends_on_the_home_with_a_sentence(
    client: Client, sent: dict[str, str], words: str
) -> None:
    answer = answered(client, link(**sent))
    assert answer["Location"] == "/sas/" and words in text_of(client.get("/sas/"))


def test_a_call_is_answered_once_and_says_so_afterwards(client: Client) -> None:
    sent = client.get(link())["Location"]
    assert asked(client.get(sent)["Location"])["loc"] == "Rennes (35000)"
    assert client.get(sent)["Location"] == "/sas/"
    assert "Cet appel n'est plus disponible" in text_of(client.get("/sas/")).replace("&#x27;", "'")


def test_the_call_waits_for_the_sign_in_by_password(lrm: int) -> None:
    client, actor = Client(), care.regulator(care.territory())
    sent = client.get(link())["Location"]
    assert client.get(sent)["Location"] == f"/connexion?suite={quote(sent, safe='')}"
    typed = {"email": User.objects.get(id=actor.user_id).email, "password": care.PASSWORD, "suite": sent}
    assert client.post("/connexion", typed)["Location"] == sent
    assert asked(client.get(sent)["Location"])["loc"] == "Rennes (35000)"


def test_two_calls_side_by_side_each_wait_at_their_own_address() -> None:
    answers = [Client().get(link(city=city)) for city in ("Rennes", "Brest")]
    assert len({answer["Location"] for answer in answers}) == 2
    assert all(answer.cookies["appel"]["path"] == answer["Location"] for answer in answers)


def test_the_call_waits_for_the_sign_in_by_card_and_for_the_terms(lrm: int, desk: Simulated) -> None:
    care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),), cpx_number="899700000031")
    number = accounts.publish_terms(actor=Actor.SYSTEM, text="Texte", now=timezone.now())
    client = Client()
    sent = client.get(link(**STREET))["Location"]
    signed = client.get(desk.arrive(depart(client, suite=sent), card_of()))
    assert not [row for row in Session.objects.all() if "Lilas" in str(row.get_decoded())]
    assert signed["Location"] == sent
    gate = client.get(sent)["Location"]
    assert gate == f"/cgu/acceptation?suite={quote(sent, safe='')}"
    accepted = client.post("/cgu/acceptation", {"version": number, "terms": "on", "suite": sent})
    assert accepted["Location"] == sent
    assert asked(client.get(sent)["Location"])["lieu"] == "ville:35238"


def test_nothing_of_the_call_is_kept_but_in_the_browser(lrm: int) -> None:
    client = Client()
    received = client.get(link(**STREET))
    sign_in = client.get(received["Location"])
    assert "Lilas" not in received["Location"] + sign_in["Location"] + str(client.session.items())
    cookie = received.cookies["appel"]
    assert (cookie["path"], cookie["max-age"]) == (received["Location"], 1800)
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_who_may_not_search_is_refused_and_an_ioa_without_package_is_told_why(lrm: int) -> None:
    assert answered(browser(care.account(Role.DELEGATAIRE)), link()).status_code == 403
    assert "aucun établissement" in text_of(answered(browser(care.account(Role.IOA)), link()))
    assert AuditEntry.objects.filter(verb="refuse_lrm_call").count() == 0


def test_an_address_in_latin_1_is_read(client: Client) -> None:
    assert asked(answered(client, f"/sas/recherche?origin={ORIGIN}&city=B%E9ziers")["Location"])["loc"].startswith(
        "Bézi"
    )
    assert (
        asked(answered(client, f"/sas/recherche?origin={ORIGIN}&city=B%C3%A9ziers")["Location"])["lieu"]
        == "ville:34032"
    )


HOSTILE = st.one_of(
    st.text(max_size=400),
    st.text("\U0001f600\U00012345é中\x00\ufffd", min_size=300, max_size=400),
    st.sampled_from(
        ["<script>alert(1)</script>", "' or 1=1 --", "%", "../../etc/passwd", "\r\nSet-Cookie: a=b", "x" * 9000]
    ),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.dictionaries(st.sampled_from([*LONGEST, "text", "lieu", "medecin"]), HOSTILE))
def test_hostile_parameters_are_harmless(client: Client, sent: dict[str, str]) -> None:
    received = client.get("/sas/recherche", {**sent, "origin": ORIGIN})
    assert received.status_code == 302 and urlsplit(received["Location"]).path.startswith("/sas/recherche/appel/")
    assert len(received.cookies["appel"].OutputString()) < 4096
    answer = client.get(received["Location"])
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.status_code in (200, 422) and "<script>alert" not in page.content.decode()
    assert not client.cookies["appel"].value


@pytest.mark.parametrize(
    "medecin", ["x" * 21, "<script>alert(1)</script>", "899999999999", "' or 1=1 --", "sas_pf_003", "\x00"]
)
def test_a_forged_doctor_in_the_address_of_the_results_is_harmless(client: Client, medecin: str) -> None:
    page = client.get("/sas/recherche", {"text": "Médecin", "loc": "Rennes", "medecin": medecin})
    assert page.status_code in (200, 422) and "<script>alert" not in page.content.decode()


def test_thousands_of_parameters_are_refused_in_french(client: Client) -> None:
    answer = client.get("/sas/recherche?origin=a&" + "&".join(f"p{number}=1" for number in range(3000)))
    assert answer.status_code == 400 and "Demande illisible" in answer.content.decode()


def test_a_cookie_made_by_hand_or_too_old_is_no_call(client: Client) -> None:
    sent = client.get(link())["Location"]
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert client.get(sent)["Location"] == "/sas/"
    client.cookies["appel"] = "WyJzYW11LTM1Il0:forged"
    assert client.get(sent)["Location"] == "/sas/"
