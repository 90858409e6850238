"""The link to an editor's booking page carries our origin, and nothing else of it changes."""

import pytest

from sas.rooms.editors.rules import booking_link

pytestmark = pytest.mark.shows("F-161")


@pytest.mark.parametrize(
    ("told", "link"),
    [
        ("https://rdv.example", "https://rdv.example?origin=sas"),
        ("https://rdv.example/a/b", "https://rdv.example/a/b?origin=sas"),
        ("https://rdv.example/a?x=1&y=a+b%20c", "https://rdv.example/a?x=1&y=a+b%20c&origin=sas"),
        ("https://rdv.example/a?origin=autre&x=1", "https://rdv.example/a?x=1&origin=sas"),
        ("https://rdv.example/a?%6Frigin=autre", "https://rdv.example/a?origin=sas"),
        ("https://rdv.example/a?seul#jour/2", "https://rdv.example/a?seul&origin=sas#jour/2"),
        ("https://rdv.example:443/", "https://rdv.example:443/?origin=sas"),
        ("http://127.0.0.1:8103/agenda", "http://127.0.0.1:8103/agenda?origin=sas"),
    ],
)
def test_origin_is_added_where_the_address_says(told: str, link: str) -> None:
    assert booking_link(told, origin="sas") == link


def test_an_origin_is_written_so_that_it_stays_one_value() -> None:
    assert booking_link("https://rdv.example/", origin="a&b=c") == "https://rdv.example/?origin=a%26b%3Dc"
    assert booking_link("https://rdv.example/?origin=x", origin="") == "https://rdv.example/?origin=x"


@pytest.mark.parametrize(
    "told",
    [
        "",
        "http://rdv.example",
        "http://127.0.0.1.rdv.example/",
        "javascript:alert(1)",
        "https://moi@rdv.example",
        "https://rdv.example:8443/",
        "https://[x",
    ],
)
def test_what_is_not_https_alone_is_no_link(told: str) -> None:
    assert booking_link(told, origin="sas") == ""
