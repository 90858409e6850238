"""How the parameters of a call are read, whatever is in them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.rooms.offer.calls import (
    DEFAULT_SPECIALTY,
    LONGEST,
    NOT_IDENTIFIED,
    NOT_SUPPLIED,
    Call,
    DoctorAsked,
    call_of,
    doctor_asked,
    specialty_asked,
    whole_commune,
)

pytestmark = pytest.mark.shows("F-162")
OID = "urn:oid:1.2.250.1.71.4.2.1|"


def test_parameters_are_cleaned_bounded_and_others_left_alone() -> None:
    read = call_of(
        {"origin": " samu-35\n", "city": "Ren\x00nes  cedex\u200b\U0001f600", "text": "x", "streetname": "r" * 9999}
    )
    assert read == Call(origin="samu-35", city="Ren nes cedex", streetname="r" * LONGEST["streetname"])
    assert call_of({"city": "E\u0301pernay"}).city == "Épernay"


@pytest.mark.parametrize(
    ("number", "name", "street"),
    [
        ("12", "rue des Lilas", "12 rue des Lilas"),
        ("12 bis", "rue des Lilas", "12 rue des Lilas"),
        ("n° 12-14", "rue des Lilas", "12 rue des Lilas"),
        ("bis", "rue des Lilas", "rue des Lilas"),
        ("", "rue des Lilas", "rue des Lilas"),
        ("12", "", ""),
    ],
)
def test_the_number_is_reduced_to_its_digits(number: str, name: str, street: str) -> None:
    assert call_of({"streetnumber": number, "streetname": name}).street == street


@pytest.mark.parametrize(
    ("code", "whole"),
    [
        ("75056", "75056"),
        ("75101", "75056"),
        ("75120", "75056"),
        ("75121", "75121"),
        ("69381", "69123"),
        ("69389", "69123"),
        ("69390", "69390"),
        ("13201", "13055"),
        ("13216", "13055"),
        ("35238", "35238"),
        ("2a004", "2A004"),
        ("", ""),
    ],
)
@pytest.mark.shows("E3")
def test_arrondissements_are_their_commune(code: str, whole: str) -> None:
    assert whole_commune(code) == whole


@pytest.mark.parametrize(
    ("specialty", "asked"),
    [
        ("", ("", DEFAULT_SPECIALTY)),
        ("urn:oid:1.2.250.1.213.2.28|SM54", ("SM54", DEFAULT_SPECIALTY)),
        ("URN:OID:1.2.250.1.213.2.28|SM54", ("SM54", DEFAULT_SPECIALTY)),
        ("urn:oid:1.2.250.1.213.2.28", ("", DEFAULT_SPECIALTY)),
        ("Pédiatrie", ("", "Pédiatrie")),
    ],
)
def test_a_specialty_is_a_code_or_words_or_general_practice(specialty: str, asked: tuple[str, str]) -> None:
    assert specialty_asked(Call(specialty=specialty)) == asked


@pytest.mark.shows("F-163", "E25")
@pytest.mark.parametrize(
    ("practitioner", "asked"),
    [
        ("", DoctorAsked(code=NOT_SUPPLIED)),
        (f"{OID}810001234567", DoctorAsked("810001234567")),
        (f"{OID.upper()} 810001234567", DoctorAsked("810001234567")),
        ("810001234567", DoctorAsked("810001234567")),
        ("10001234567", DoctorAsked("810001234567")),
        (f"{OID}81000123456", DoctorAsked(code=NOT_IDENTIFIED)),  # ten digits
        (f"{OID}10001234567", DoctorAsked(code=NOT_IDENTIFIED)),  # without the type digit
        ("urn:oid:1.2.3|810001234567", DoctorAsked(code=NOT_IDENTIFIED)),
        ("oid 10001234567", DoctorAsked(code=NOT_IDENTIFIED)),
        ("RPPS:10001234567", DoctorAsked(code=NOT_IDENTIFIED)),
        ("%_!", DoctorAsked(code=NOT_IDENTIFIED)),
        ("Docteur", DoctorAsked(code=NOT_IDENTIFIED)),
        ("Dr Gwenaëlle Tournier", DoctorAsked(words=("gwenaelle", "tournier"))),
        ("FROIDEVAUX", DoctorAsked(words=("froidevaux",))),
    ],
)
def test_a_doctor_is_a_number_or_a_name_or_not_identified(practitioner: str, asked: DoctorAsked) -> None:
    assert doctor_asked(Call(practitioner=practitioner)) == asked


@given(st.dictionaries(st.sampled_from([*LONGEST, "text", "x"]), st.text(max_size=700)))
def test_whatever_is_sent_a_call_is_clean_and_every_reading_of_it_answers(sent: dict[str, str]) -> None:
    call = call_of(sent)
    for name, longest in LONGEST.items():
        value: Any = getattr(call, name)
        assert len(value) <= longest and (value.isprintable() and value == value.strip())
    assert call_of({name: getattr(call, name) for name in LONGEST}) == call
    asked = doctor_asked(call)
    assert sum(map(bool, (asked.national_id, asked.words, asked.code))) == 1
    assert specialty_asked(call)[1]
    assert len(whole_commune(call.inseecode)) <= LONGEST["inseecode"] * 3 and not call.number.strip("0123456789")
