"""Pages are in French: what tests/web/test_access.py looks for in each of them is found where it is."""

import pytest

from tests.house.words import FRENCH_TOO, code, english, english_in, messages


@pytest.mark.shows("F-268")
@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>This field is required.</p>", {"this", "field", "required"}),
        ("<p>État : honoured</p>", {"honoured"}),
        ('<input placeholder="Search">', {"search"}),
        ('<a title="Unavailability" href="/search">Plage</a>', {"unavailability"}),
        ("<head><title>Log out – SAS</title></head>", {"log", "out"}),
        ("<p>Enter a valid date</p>", {"enter", "valid"}),
        ('<p class="search">Chaque place d\'une plage</p><script>const the = 1</script>', set()),
        ("<p>jeanne@search.example, https://the.example/this</p>", set()),
    ],
)
def test_an_english_word_is_seen_where_a_person_reads_it(html: str, found: set[str]) -> None:
    assert english_in(html) == found


def test_the_words_come_from_the_code_and_from_django() -> None:
    assert {"honoured", "unavailability", "overbooking"} <= code()
    assert {"required", "please", "which"} <= messages()[0]
    assert len(english()) > 700


def test_a_word_is_allowed_only_when_it_would_be_refused() -> None:
    allowed = [line for line in FRENCH_TOO.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    told, french = messages()
    assert len(set(allowed)) == len(allowed)
    assert [word for word in allowed if word not in (code() | told) - french] == []
