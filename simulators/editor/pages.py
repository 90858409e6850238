"""The editor's pages, in French: its accounts, its appointments, and the agenda behind the link."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from simulators.editor.bookings import STATUSES, Booking
from simulators.editor.editor import Editor
from simulators.editor.fhir import Json
from simulators.editor.world import ZONE, Point, Time

FRAME = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
STYLE = (Path(__file__).parent / "style.css").read_bytes()
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ACTS = (("move", "Déplacer de 20 min"), ("fulfilled", "Honoré"), ("noshow", "Absent"), ("cancelled", "Annuler"))


def home(editor: Editor) -> str:
    """Accounts and appointments."""
    accounts = "".join(_account(one) for one in editor.regulators.known.values())
    bookings = "".join(_booking(one, name=_place(one)) for one in reversed(editor.bookings.known.values()))
    asked = sum(1 for one in editor.requests if one.method == "GET")
    return _page(
        editor.name,
        f'<h2 id="rendez-vous">Rendez-vous</h2>{f"<ul>{bookings}</ul>" if bookings else "<p>Aucun rendez-vous.</p>"}'
        f"<h2>Comptes de régulateurs</h2>"
        f"{_table(accounts) if accounts else '<p>La plateforme n’a encore envoyé aucun compte.</p>'}"
        f'<p>{asked} recherches de créneaux reçues : <a href="/requetes">voir les requêtes</a>.</p>',
    )


def agenda(point: Point, found: Sequence[Time], *, who: str, origin: str) -> str:
    """What is free at a place, under `who` books; for a patient who is not named here."""
    slots = "".join(_slot(one) for one in found)
    return _page(
        point.name,
        f"<p>{escape(point.line)}, {escape(point.postal_code)} {escape(point.city)}</p>"
        f'<form method="post"><input type="hidden" name="origin" value="{escape(origin)}">'
        f"<p>{who}</p><h2>Créneaux libres</h2>"
        f"{f'<ul class=slots>{slots}</ul>' if slots else '<p>Aucun créneau libre.</p>'}</form>",
    )


def signed_in(account: Json) -> str:
    """Who the platform says it is."""
    return f"Connecté par la plateforme en tant que <strong>{escape(_name(account))}</strong>"


def chosen(accounts: Sequence[Json]) -> str:
    """Who one says one is, among the accounts."""
    people = "".join(f'<option value="{escape(one["id"])}">{escape(_name(one))}</option>' for one in accounts)
    return (
        f'<label for="regulator">Connecté en tant que</label> <select id="regulator" name="regulator">{people}</select>'
    )


def problem(words: str) -> str:
    """Something that cannot be done."""
    return _page("Impossible", f'<p class="problem" role="alert">{escape(words)}</p>')


def _slot(one: Time) -> str:
    when, labels = _when(one), ", ".join(one.offer.labels)
    return f'<li><button name="slot" value="{escape(one.id)}">{when}</button> <small>{escape(labels)}</small></li>'


def _account(one: Json) -> str:
    names = ", ".join(name["value"] for name in one["identifier"])
    mail = next(told["value"] for told in one["telecom"] if told["system"] == "email")
    state = "Actif" if one["active"] else "Désactivé"
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in (_name(one), mail, names, state)) + "</tr>"


def _table(rows: str) -> str:
    titles = "".join(f'<th scope="col">{one}</th>' for one in ("Nom", "Adresse", "Identifiant", "État"))
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>"


def _booking(one: Booking, *, name: str) -> str:
    acts = "".join(f'<button name="act" value="{act}">{label}</button>' for act, label in _ACTS)
    told = "".join(f"<li>{escape(line)}</li>" for line in one.told)
    return (
        f"<li><strong>{one.start.astimezone(ZONE):%d/%m/%Y à %H:%M}</strong> {escape(name)} : {STATUSES[one.status]}, "
        f"par {escape(_name(one.regulator))}"
        f'<form method="post" action="/rendez-vous/{one.number}" aria-label="Rendez-vous {escape(name)}">{acts}'
        f'<button name="act" value="again" class="plain">Renvoyer le premier message</button></form>'
        f"{f'<ol>{told}</ol>' if told else '<p>Aucune plateforme n’est déclarée : rien n’est transmis.</p>'}</li>"
    )


def _place(one: Booking) -> str:
    return one.slot.point.name


def _name(one: Json) -> str:
    name = one["name"][0]
    return f"{name['given'][0]} {name['family']}"


def _when(one: Time) -> str:
    start = one.start.astimezone(ZONE)
    return f"{_DAYS[start.weekday()]} {start:%d/%m à %H:%M}"


def _page(title: str, body: str) -> str:
    return FRAME.substitute(title=escape(title), body=body)
