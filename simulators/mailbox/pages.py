"""The two pages of the mailbox, in French, as plain HTML."""

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from simulators.mailbox.store import Mail

PARIS = ZoneInfo("Europe/Paris")
FRAME = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
STYLE = (Path(__file__).parent / "style.css").read_bytes()
# Up to the punctuation that ends the sentence rather than the address.
ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")


def listing(mails: Sequence[Mail], *, total: int, older: str | None) -> str:
    """The list of mails; `older` is the address of the next page, if any."""
    if not mails:
        return _page("Boîte aux lettres", "<p>Aucun mail reçu pour l'instant.</p>")
    count = (
        f"<p>{total} mail{'s' if total > 1 else ''} reçu{'s' if total > 1 else ''}, du plus récent au plus ancien.</p>"
    )
    rows = "".join(_row(mail) for mail in mails)
    more = f'<p><a href="{escape(older)}">Mails plus anciens</a></p>' if older else ""
    return _page("Boîte aux lettres", f'{count}<ul class="mails">{rows}</ul>{more}')


def detail(mail: Mail) -> str:
    """One mail: its headers, its text with its addresses made links, its HTML part in a closed frame."""
    facts = {"De": escape(mail.sender), "À": escape(mail.recipients), "Reçu": _moment(mail.received)}
    lines = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts.items())
    body = f'<p><a href="/">Tous les mails</a></p><dl>{lines}</dl>'
    if mail.text:
        body += f'<h2>Texte</h2><div class="text">{_with_links(mail.text)}</div>'
    if mail.html is not None:
        source = f"/mails/{mail.identifier}/html"
        body += f'<h2>Version HTML</h2><iframe sandbox title="Version HTML du mail" src="{source}"></iframe>'
    return _page(mail.subject or "(sans objet)", body)


def missing() -> str:
    """The page for an address that leads nowhere."""
    return _page("Page introuvable", '<p>Ce mail n\'existe pas ou plus. <a href="/">Tous les mails</a></p>')


def _page(title: str, body: str) -> str:
    return FRAME.substitute(title=escape(title), body=body)


def _row(mail: Mail) -> str:
    subject = escape(mail.subject or "(sans objet)")
    return (
        f'<li><a href="/mails/{mail.identifier}">{subject}</a>'
        f"<span>à {escape(mail.recipients)}</span>{_moment(mail.received)}</li>"
    )


def _moment(instant: datetime) -> str:
    local = instant.astimezone(PARIS)
    words = f"{local:%d/%m/%Y à %H:%M:%S}"
    return f'<time datetime="{local.isoformat(timespec="seconds")}">{words}</time>'


def _with_links(text: str) -> str:
    parts, done = [], 0
    for found in ADDRESS.finditer(text):
        address = escape(found.group())
        parts += [escape(text[done : found.start()]), f'<a href="{address}">{address}</a>']
        done = found.end()
    return "".join([*parts, escape(text[done:])])
