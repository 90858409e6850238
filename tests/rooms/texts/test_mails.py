"""Mails as texts: values are never read, targets never change, and what is published is what is sent (F-230)."""

import re
from datetime import datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.marked import Block
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts.models import OneTimeLink, User
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.outbox.rules import Letter, Link, as_html, as_text
from sas.rooms.texts import operations, queries
from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.models import TextVersion
from sas.rooms.texts.rules import CATALOGUE, Text, checked_text, letter_of, parted
from tests.factories import care

pytestmark = pytest.mark.shows("F-230")
MAILS = [one for one in CATALOGUE.values() if one.kind is TextKind.MAIL]
KEY, SITE = "mail_reset", "https://sas.example/l/x?a=1&b=2"
WORDS = {"subject": "Votre accès", "text": "Voici **votre** lien.\n\n[Choisir]({lien})\n\n- un\n- deux"}


class Read(HTMLParser):
    """A mail as its reader sees it: what it says, with the address of a link after its label."""

    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.tags: set[str] = set()
        self.said = self.label = ""
        self.feed(as_html(letter).split("<body>")[1].split("</body>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.tags.add(tag)
        if tag == "a":
            self.targets.append(dict(attrs)["href"] or "")
            self.label = ""

    def handle_data(self, data: str) -> None:
        """Keep it."""
        self.said += data
        self.label += data

    def handle_endtag(self, tag: str) -> None:
        """Write the address, unless it is the label."""
        address = self.targets[-1].removeprefix("mailto:") if tag == "a" else ""
        if address != self.label:
            self.said += f" {address} "


def targets(letter: Letter) -> list[str]:
    """Every address of a mail, in reading order."""
    found = []
    for part in letter.parts:
        spans = [span for line in part.lines for span in line] if isinstance(part, Block) else []
        found += [part.url] if isinstance(part, Link) else [span.url for span in spans if span.url]
    return found


def told(text: str) -> list[str]:
    return re.findall(r"\w+", text)


PLAIN = st.text(st.characters(categories=["L", "N", "P", "Zs"], include_characters="\n"))
MARKS = ("**", "[", "](", ")", "\n", "\n\n", "- ", "é", "x", "{lien}", "{nom}", "[Ouvrir]({lien})", "<b>", "{", "}")
ADDRESSES = (
    "https://a.example/b?c=1",
    "javascript:alert(1)",
    "mailto:a@b.example",
    "http://a",
    "[w](https://w.example)",
)
BODIES = st.lists(st.sampled_from((*MARKS, *ADDRESSES)), max_size=20).map("".join)
VALUES = st.one_of(PLAIN, BODIES)


@given(st.sampled_from(MAILS), st.data())
def test_a_value_is_written_as_it_is_and_never_read(known: Text, data: st.DataObject) -> None:
    values = {
        one: f"https://{one}.example/" if one in known.links else data.draw(VALUES) for one in sorted(known.names)
    }
    marks = {one: values[one] if one in known.links else f"\x01{one}\x02" for one in values}
    expected, marked = letter_of(known.default, values), letter_of(known.default, marks)
    text = as_text(marked)
    for one in known.names - known.links:
        text = text.replace(marks[one], values[one])
    assert as_text(expected) == text
    assert targets(expected) == targets(marked) == Read(expected).targets
    assert Read(expected).tags <= {"p", "a", "br", "strong", "small"}


@given(BODIES, BODIES)
def test_whatever_is_written_a_link_of_the_platform_keeps_its_target(before: str, after: str) -> None:
    letter = letter_of(f"Objet\n\n{before}\n\n[Ouvrir]({{lien}})\n\n{after}", {"lien": SITE})
    assert [part.url for part in letter.parts if isinstance(part, Link)].count(SITE) >= 1
    assert {part.url for part in letter.parts if isinstance(part, Link)} == {SITE}
    assert all(one == SITE or one.startswith(("https://", "mailto:")) for one in targets(letter))
    assert Read(letter).tags <= {"p", "ul", "li", "a", "br", "strong", "small"}


@given(BODIES, VALUES)
def test_the_text_and_the_page_of_a_mail_say_the_same(body: str, value: str) -> None:
    letter = letter_of(f"Objet\n\n{body}", {"lien": SITE, "nom": value})
    # Letter for letter: a word half in bold is two pieces of the page and one word of the text.
    assert "".join(told(Read(letter).said)) == "".join(told(as_text(letter)))


@given(PLAIN)
def test_a_subject_keeps_one_line_and_what_a_row_holds(value: str) -> None:
    subject = letter_of("De {nom}\n\nTexte", {"nom": f"{value}\nBcc: a@b.example"}).subject
    assert "\n" not in subject and len(subject) <= 200
    assert subject == " ".join(f"De {value}\nBcc: a@b.example".split())[:200]


def test_a_value_of_several_lines_stays_in_its_paragraph() -> None:
    letter = letter_of("Objet\n\n**Pour** {noms}, merci\n\nFin", {"noms": "un\r\n- deux"})
    first, last = letter.parts
    assert isinstance(first, Block) and isinstance(last, Block)
    assert [[(span.text, span.bold) for span in line] for line in first.lines] == [
        [("Pour", True), (" un", False)],
        [("- deux, merci", False)],
    ]
    assert not first.is_list and last.lines[0][0].text == "Fin"


@pytest.mark.parametrize("known", MAILS, ids=lambda one: one.key)
def test_every_mail_takes_the_values_of_its_entry_and_no_other(known: Text, now: datetime) -> None:
    values = {one.name: one.sample for one in known.placeholders}
    letter = queries.letter(actor=Actor.SYSTEM, key=known.key, now=now, **values)
    assert letter.subject and "{" not in letter.subject + as_text(letter)
    assert sorted(targets(letter)) == sorted(one.sample for one in known.placeholders if one.is_link)
    assert all(one.meaning.endswith(".") and one.sample for one in known.placeholders)
    assert known.about and known.where.startswith("Courriels")
    for wrong in (values | {"autre": "x"}, *({n: v for n, v in values.items() if n != name} for name in values)):
        with pytest.raises(ValueError, match=known.key):
            queries.letter(actor=Actor.SYSTEM, key=known.key, now=now, **wrong)


def test_a_text_of_a_page_is_not_a_mail(now: datetime) -> None:
    with pytest.raises(ValueError, match="agenda_on_leave"):
        queries.letter(actor=Actor.SYSTEM, key="agenda_on_leave", now=now)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"subject": " "}, "subject", "a un objet"),
        ({"subject": "x" * 151}, "subject", "150 caractères"),
        ({"subject": "Bonjour {nom}"}, "subject", "{nom} n'existe pas"),
        ({"subject": "Voir {lien}"}, "subject", "{lien} est un lien"),
        ({"text": ""}, "text", "ne peut pas être vide"),
        ({"text": "Sans lien"}, "text", "{lien} doit rester"),
        ({"text": "[Ici]({lien}) {nom}"}, "text", "{nom} n'existe pas"),
        ({"text": "Ouvrez {lien}"}, "text", "seul dans son paragraphe"),
        ({"text": "Ouvrez [ici]({lien})"}, "text", "seul dans son paragraphe"),
        ({"text": "- [ici]({lien})"}, "text", "seul dans son paragraphe"),
        ({"text": "[**ici**]({lien})"}, "text", "seul dans son paragraphe"),
        ({"text": "[ici]({lien})\n[là]({lien})"}, "text", "seul dans son paragraphe"),
        ({"text": "[ici]({lien})\n\n[là]({lien})"}, "text", "une seule fois"),
        ({"text": "[ici]({autre})\n\n[là]({lien})"}, "text", "https://"),
        ({"text": "[ici](javascript:x)\n\n[là]({lien})"}, "text", "https://"),
        ({"text": "[ici](https://a.example/{lien})"}, "text", "ne contient pas de valeur"),
    ],
)
def test_a_mail_that_could_not_be_sent_as_it_must_be_is_refused(
    changed: dict[str, str], field: str, sentence: str
) -> None:
    with pytest.raises(Impossible) as problem:
        checked_text(CATALOGUE[KEY], **(WORDS | changed))
    assert problem.value.field == field and sentence in problem.value.reason


def test_a_value_of_a_mail_is_not_a_target() -> None:
    said = {"subject": "Objet", "text": CATALOGUE["mail_inactivity_1"].default + "\n\n[ici]({jour})"}
    with pytest.raises(Impossible, match="https://"):
        checked_text(CATALOGUE["mail_inactivity_1"], **said)


@pytest.fixture
def admin(transactional_db: None) -> Actor:
    return care.account(Role.ADMINISTRATEUR_NATIONAL)


def sent_reset(now: datetime) -> tuple[str, str, str]:
    """The mail of a real demand: subject, text, and the address that it holds."""
    user = User.objects.get(id=care.account(Role.EFFECTEUR).user_id)
    accounts.ask_reset(actor=Actor.NOBODY, email=user.email, now=now)
    accounts.answer_reset(actor=Actor.SYSTEM, link_id=OneTimeLink.objects.get(user=None).id, now=now)
    row = OutgoingMail.objects.get(to=user.email)
    (address,) = re.findall(r"\S+/mot-de-passe/nouveau/\S+", row.text)
    assert row.html.count(f'href="{address}"') == 1
    return row.subject, row.text, address


@pytest.mark.live_texts
def test_a_mail_is_rewritten_and_the_next_one_sent_says_so(admin: Actor, now: datetime) -> None:
    before, _, _ = sent_reset(now)
    assert before == "Votre mot de passe du Service d'accès aux soins"
    operations.publish_text(actor=admin, key=KEY, seen=0, now=now, **WORDS)
    subject, text, address = sent_reset(now)
    assert subject == "Votre accès"
    assert f"Voici votre lien.\n\nChoisir :\n{address}\n\n- un\n- deux\n\nLe Service" in text
    operations.restore_text(actor=admin, key=KEY, seen=1, now=now)
    assert sent_reset(now)[0] == before
    told = [(one.number, one.subject, one.text, one.is_default) for one in queries.text_history(actor=admin, key=KEY)]
    assert told == [(2, "", "", True), (1, WORDS["subject"], WORDS["text"], False)]


@pytest.mark.live_texts
@pytest.mark.parametrize("stored", ["", "Objet", "Objet\n\nSans lien", "Objet\n\n[a]({lien})\n\n{disparu}"])
def test_a_mail_whose_stored_text_cannot_serve_is_sent_in_the_words_of_the_code(
    admin: Actor, now: datetime, stored: str
) -> None:
    TextVersion.objects.create(key=KEY, number=1, text=stored, at=now)
    assert sent_reset(now)[0] == "Votre mot de passe du Service d'accès aux soins"
    state = next(one for one in queries.text_states(actor=admin) if one.known.key == KEY)
    assert state.is_unusable and (state.text, state.number) == (CATALOGUE[KEY].default, 1)
    assert (state.subject, state.body) == parted(CATALOGUE[KEY], CATALOGUE[KEY].default)
    assert sum(one.is_unusable for one in queries.text_states(actor=admin)) == 1


@pytest.mark.parametrize("key", [KEY, "agenda_delete_series", "agenda_on_leave"])
def test_a_sample_is_the_text_with_made_up_values(key: str, settings: pytest.FixtureRequest) -> None:
    settings.PUBLIC_URL = "https://sas.example"  # type: ignore[attr-defined]
    shown = queries.sample(actor=Actor.SYSTEM, key=key, text=CATALOGUE[key].default)
    if key == KEY:
        assert shown.letter and targets(shown.letter) == ["https://sas.example/mot-de-passe/nouveau/exemple"]
    else:
        assert shown.letter is None and "{" not in shown.blocks[0].lines[0][0].text
    with pytest.raises(Refused):
        queries.sample(actor=Actor.NOBODY, key=key, text="x")
