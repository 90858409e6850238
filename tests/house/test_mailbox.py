"""The demonstration's mailbox: what is sent by SMTP is on its page, and a hostile mail does nothing there."""

import smtplib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from config.demo import ports
from simulators.mailbox import store
from simulators.mailbox.catcher import catcher
from simulators.mailbox.web import PER_PAGE, server


@pytest.fixture
def page(tmp_path: Path) -> Iterator[httpx.Client]:
    web = server(tmp_path, port=0)
    thread = threading.Thread(target=web.serve_forever, args=(0.05,))
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{web.server_port}") as client:
        yield client
    web.shutdown()
    web.server_close()
    thread.join()


@pytest.fixture
def post(tmp_path: Path) -> Iterator[smtplib.SMTP]:
    controller = catcher(tmp_path, port=ports.free(0))
    controller.start()
    with smtplib.SMTP(controller.hostname, controller.port) as connection:
        yield connection
    controller.stop()


def letter(subject: str = "Orientation annulée", *, text: str = "Bonjour,", html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "SAS <sas@sas.example>", "docteur@sas.example", subject
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def test_an_empty_mailbox_says_so(page: httpx.Client) -> None:
    assert "Aucun mail reçu" in page.get("/").text


def test_a_mail_sent_is_shown_with_its_text_and_links(page: httpx.Client, post: smtplib.SMTP) -> None:
    post.send_message(letter(text="Voir http://127.0.0.1:8000/sas/ici?a=1&b=2. Merci <Dr Émile>"))
    listing = page.get("/")
    assert "1 mail reçu" in listing.text and "Orientation annulée" in listing.text
    address = listing.text.split('href="/mails/', 1)[1].split('"', 1)[0]
    shown = page.get(f"/mails/{address}").text
    assert '<a href="http://127.0.0.1:8000/sas/ici?a=1&amp;b=2">' in shown
    assert "Merci &lt;Dr Émile&gt;" in shown and "docteur@sas.example" in shown


def test_hidden_recipients_are_shown(page: httpx.Client, post: smtplib.SMTP) -> None:
    post.send_message(letter(), to_addrs=["docteur@sas.example", "copie@sas.example"])
    assert "copie@sas.example" in page.get("/").text


def test_a_hostile_mail_is_text_on_our_page_and_closed_in_its_frame(page: httpx.Client, tmp_path: Path) -> None:
    hostile = letter("<script>alert(1)</script>", html="<script>alert(2)</script><p>Bonjour</p>")
    identifier = store.save(tmp_path, hostile.as_bytes(), recipients=["<b>@x"], now=datetime.now(UTC))
    for path in ("/", f"/mails/{identifier}"):
        answer = page.get(path)
        assert "<script" not in answer.text and "<b>" not in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    frame = page.get(f"/mails/{identifier}/html")
    assert "<p>Bonjour</p>" in frame.text
    assert frame.headers["Content-Security-Policy"].endswith("sandbox")
    assert "script-src" not in frame.headers["Content-Security-Policy"]


def test_newest_first_by_pages(page: httpx.Client, tmp_path: Path) -> None:
    begun = datetime(2026, 11, 23, 8, tzinfo=UTC)
    for number in range(PER_PAGE + 3):
        content = letter(f"Mail n°{number}.").as_bytes()
        store.save(tmp_path, content, recipients=["a@sas.example"], now=begun + timedelta(seconds=number))
    first = page.get("/").text
    assert first.index(f"Mail n°{PER_PAGE + 2}.") < first.index("Mail n°3.")
    assert "Mail n°2." not in first
    older = first.split('href="/?avant=', 1)[1].split('"', 1)[0]
    second = page.get("/", params={"avant": older}).text
    assert "Mail n°2." in second and "Mail n°3." not in second and "plus anciens</a>" not in second


@pytest.mark.parametrize("path", ["/ailleurs", "/mails", "/mails/../store", "/mails/%2e%2e%2fsecret", "/mails/0/html"])
def test_an_address_that_leads_nowhere_is_a_404(page: httpx.Client, path: str) -> None:
    assert page.get(path).status_code == 404


def test_time_is_shown_in_paris(page: httpx.Client, tmp_path: Path) -> None:
    summer = datetime(2026, 8, 1, 22, 30, 5, tzinfo=UTC)
    store.save(tmp_path, letter().as_bytes(), recipients=["a@sas.example"], now=summer)
    assert "02/08/2026 à 00:30:05" in page.get("/").text
