"""Texts: published by version, never overwritten, and never more than what they may mark (F-230)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts.enums import Family
from sas.rooms.journal.models import AuditEntry
from sas.rooms.texts import operations, queries
from sas.rooms.texts.models import TextVersion
from sas.rooms.texts.rules import BANNER, CATALOGUE, blocks_of, checked_text, filled, parted, welcome_key
from tests.factories import care

KEY = "agenda_on_leave"


class Tags(HTMLParser):
    """The tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep it."""
        self.text += data


def drawn(text: str) -> Tags:
    tags = Tags()
    tags.feed(render_to_string("kit/said.html", {"blocks": blocks_of(text)}))
    return tags


MARKS = ("**", "[", "](", ")", "\n", "\n\n", "- ", " ", "é", "{jour}")
ADDRESSES = ("https://a.example/b?c=1&d=2", "javascript:alert(1)", "mailto:a@b.example", "http://a", "data:text/html,x")
TRAPS = ("<b>", "<script>", "</p>", '"', "'", "&lt;", "//a.example")
PIECES = st.sampled_from((*MARKS, *ADDRESSES, *TRAPS))


@given(st.one_of(st.text(), st.lists(PIECES, max_size=20).map("".join)))
def test_no_text_becomes_another_tag_or_another_kind_of_address(text: str) -> None:
    for tag, attributes in drawn(text).seen:
        assert tag in {"p", "ul", "li", "strong", "br", "a"}
        assert set(attributes) == ({"href"} if tag == "a" else set())
        assert (attributes.get("href") or "https://").startswith(("https://", "mailto:"))


@settings(max_examples=50)
@given(st.lists(st.sampled_from((*MARKS, *ADDRESSES, *TRAPS, "/", "\\", "/cgu")), max_size=20).map("".join))
def test_on_a_page_a_link_may_lead_to_an_address_of_the_platform_and_to_no_other_host(text: str) -> None:
    for block in blocks_of(text, on_a_page=True):
        for span in (span for line in block.lines for span in line if span.url):
            assert re.fullmatch(r"https://.*|mailto:.*|/(?![/\\])[^\\]*", span.url)
    ((plain, *_),) = blocks_of("[les CGU](/cgu)")[0].lines
    ((link, *_),) = blocks_of("[les CGU](/cgu)", on_a_page=True)[0].lines
    assert (plain.url, link.text, link.url) == ("", "les CGU", "/cgu")


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1), st.text())
def test_a_value_is_never_read_as_a_mark_nor_as_a_placeholder(name: str, value: str) -> None:
    assert filled("Le {jour}, {jour}", {"jour": value}) == f"Le {value}, {value}"
    assert filled(f"{{{name}}}", {}) == f"{{{name}}}"


def test_what_may_be_marked() -> None:
    text = "Un **mot**\nsuite\n\n- un\n- [deux](https://a.example/b)\nfin [écrire](mailto:a@b.example)"
    tags = drawn(text)
    assert [tag for tag, _ in tags.seen] == ["p", "strong", "br", "ul", "li", "li", "a", "p", "a"]
    assert [a["href"] for tag, a in tags.seen if tag == "a"] == ["https://a.example/b", "mailto:a@b.example"]
    assert "[" not in tags.text and "*" not in tags.text
    assert drawn("[ici](javascript:alert(1))").seen == [("p", {})]


@pytest.mark.parametrize("known", CATALOGUE.values(), ids=lambda one: one.key)
def test_every_text_of_the_code_may_be_published_as_it_is(known: object) -> None:
    assert isinstance(known, type(CATALOGUE[KEY]))
    if not known.is_banner:
        subject, text = parted(known, known.default)
        assert checked_text(known, text, subject=subject) == known.default


@pytest.mark.shows("F-024")
def test_every_family_has_its_welcome() -> None:
    assert all(welcome_key(family.value) in CATALOGUE for family in Family)


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        (KEY, "  ", "ne peut pas être vide"),
        (KEY, "x" * 5001, "5000 caractères"),
        ("agenda_plage", "deux\nlignes", "une seule ligne"),
        ("agenda_plage", "x" * 251, "250 caractères"),
        (KEY, "[ici](http://a.example)", "https://"),
        (KEY, "[ici](javascript:alert(1))", "https://"),
        (KEY, "Bonjour {nom}", "{nom} n'existe pas"),
        ("agenda_delete_series", "Tout supprimer", "{jour} doit rester"),
    ],
)
def test_a_text_that_could_not_be_shown_is_refused(key: str, text: str, sentence: str) -> None:
    with pytest.raises(Impossible) as problem:
        checked_text(CATALOGUE[key], text)
    assert problem.value.field == "text" and sentence in problem.value.reason


@pytest.fixture
def admin(transactional_db: None) -> Actor:
    return care.account(Role.ADMINISTRATEUR_NATIONAL)


@pytest.fixture
def publish(admin: Actor, now: datetime) -> Callable[..., int]:
    def act(text: str, *, seen: int, key: str = KEY, until: datetime | None = None) -> int:
        return operations.publish_text(actor=admin, key=key, text=text, seen=seen, now=now, until=until)

    return act


@pytest.mark.live_texts
def test_a_text_is_published_read_and_brought_back(admin: Actor, now: datetime, publish: Callable[..., int]) -> None:
    assert queries.words(actor=admin, now=now)[KEY].text == CATALOGUE[KEY].default
    assert publish("Pensez-y.", seen=0) == 1
    assert queries.words(actor=admin, now=now)[KEY].text == "Pensez-y."
    assert operations.restore_text(actor=admin, key=KEY, seen=1, now=now) == 2
    assert queries.words(actor=admin, now=now)[KEY].text == CATALOGUE[KEY].default
    history = queries.text_history(actor=admin, key=KEY)
    assert [(one.number, one.text, one.is_default) for one in history] == [(2, "", True), (1, "Pensez-y.", False)]
    traces = AuditEntry.objects.filter(subject="text", subject_id=KEY).order_by("id")
    assert [(trace.verb, trace.details) for trace in traces] == [
        ("publish_text", {"number": 1}),
        ("restore_text", {"number": 2}),
    ]


@pytest.mark.live_texts
def test_a_process_asks_once_in_half_a_minute_whatever_the_number_of_texts(
    admin: Actor, now: datetime, publish: Callable[..., int]
) -> None:
    for key in (KEY, "agenda_overlap", "info_example"):
        publish("Pensez-y.", seen=0, key=key)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            queries.words(actor=admin, now=now)
            queries.banner(actor=admin, now=now + timedelta(seconds=29))
    assert len(asked) == 1
    TextVersion.objects.create(key=KEY, number=2, text="Autre processus", at=now)
    assert queries.words(actor=admin, now=now)[KEY].text == "Pensez-y."
    assert queries.words(actor=admin, now=now + timedelta(seconds=30))[KEY].text == "Autre processus"


def test_two_who_rewrite_the_same_text_do_not_overwrite_each_other(admin: Actor, publish: Callable[..., int]) -> None:
    publish("Le mien", seen=0)
    with pytest.raises(Impossible, match="modifié entre-temps"):
        publish("Le sien", seen=0)
    assert list(TextVersion.objects.values_list("text", flat=True)) == ["Le mien"]


@pytest.mark.live_texts
def test_a_banner_ends_by_itself(admin: Actor, now: datetime, publish: Callable[..., int]) -> None:
    assert queries.banner(actor=admin, now=now) is None
    for until in (None, now):
        with pytest.raises(Impossible) as problem:
            publish("Maintenance ce soir", seen=0, key=BANNER, until=until)
        assert problem.value.field == "until"
    publish("Maintenance ce soir", seen=0, key=BANNER, until=now + timedelta(hours=1))
    said = queries.banner(actor=admin, now=now)
    assert said and said.text == "Maintenance ce soir"
    assert queries.banner(actor=admin, now=now + timedelta(hours=1)) is None


@pytest.mark.parametrize("role", [role for role in Role if not role.value.startswith("administrateur")])
@pytest.mark.django_db(transaction=True)
def test_only_administrators_rewrite_texts(role: Role, now: datetime) -> None:
    somebody = care.account(role, territories=(care.territory(),))
    for act in (
        lambda: operations.publish_text(actor=somebody, key=KEY, text="x", seen=0, now=now),
        lambda: operations.restore_text(actor=somebody, key=KEY, seen=0, now=now),
        lambda: queries.text_states(actor=somebody),
        lambda: queries.text_history(actor=somebody, key=KEY),
    ):
        with pytest.raises(Refused):
            act()


def test_a_text_that_does_not_exist_is_not_made(admin: Actor, now: datetime, publish: Callable[..., int]) -> None:
    with pytest.raises(Impossible, match="n'existe pas"):
        publish("x", seen=0, key="autre")
    with pytest.raises(Impossible, match="n'existe pas"):
        operations.restore_text(actor=admin, key="autre", seen=0, now=now)


def test_a_paragraph_that_is_bold_and_nothing_else_is_a_title() -> None:
    blocks = blocks_of("**Titre**\n\n**Deux** mots\n\n- **Élément**\n\n**Un**\n**deux**")
    assert [one.is_title for one in blocks] == [True, False, False, False]
