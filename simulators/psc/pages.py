"""The provider's pages, in French: choose a card, match a number, see what is open."""

import random
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from simulators.psc.identities import Identity
from simulators.psc.provider import Opened

FRAME = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
STYLE = (Path(__file__).parent / "style.css").read_bytes()


def choice(identities: Sequence[Identity], *, action: str, asked: Mapping[str, str]) -> str:
    """The sign-in page: who holds the card, and by which means."""
    people = "".join(_holder(number, one) for number, one in enumerate(identities))
    none = "" if identities else "<p>Aucune carte de test : la démonstration n'a pas fini de se préparer.</p>"
    return _page(
        "Connectez-vous",
        f'<form method="post" action="{escape(action)}">{_hidden(asked)}'
        f"<fieldset><legend>Choisissez une carte de test</legend>{people}{none}</fieldset>"
        '<div class="ways"><button name="way" value="ecps">Se connecter avec e-CPS</button>'
        '<button name="way" value="card">Se connecter avec une carte CPX</button>'
        '<button name="way" value="cancel" class="plain" formnovalidate>Annuler</button></div></form>',
    )


def number_match(identity: Identity, number: int, *, action: str, asked: Mapping[str, str], wrong: bool = False) -> str:
    """The e-CPS screen: the number shown is the one to choose on the telephone."""
    three = sorted({number, *random.Random(number).sample([n for n in range(10, 100) if n != number], 2)})
    keys = "".join(f'<button name="number" value="{one}">{one}</button>' for one in three)
    problem = '<p class="problem" role="alert">Ce n\'est pas le nombre affiché : recommencez.</p>' if wrong else ""
    return _page(
        "Validez sur votre téléphone",
        f"{problem}<p>Une demande vient d'être envoyée à l'application e-CPS de {escape(_name(identity))}. "
        f'Choisissez-y le nombre :</p><p class="number">{number}</p>'
        f'<form method="post" action="{escape(action)}" class="phone" aria-label="Le téléphone">{_hidden(asked)}'
        f'<p>Sur le téléphone</p><div class="keys">{keys}</div>'
        '<button name="way" value="cancel" class="plain">Annuler</button></form>',
    )


def sessions(opened: Iterable[Opened], *, action: str) -> str:
    """What is open here; closing one tells the platform by the back channel."""
    rows = "".join(
        f'<li><form method="post" action="{escape(action)}"><input type="hidden" name="sid" value="{escape(one.sid)}">'
        f"<span>{escape(_name(one.identity))}</span> <button>Fermer cette session</button></form></li>"
        for one in opened
    )
    return _page("Sessions ouvertes", f"<ul>{rows}</ul>" if rows else "<p>Aucune session n'est ouverte.</p>")


def refusal(why: str) -> str:
    """A request that Pro Santé Connect would refuse."""
    return _page("Demande refusée", f"<p>La demande de connexion n'est pas valable : {escape(why)}.</p>")


def left() -> str:
    """After a logout that leads nowhere."""
    return _page("Vous êtes déconnecté", "<p>La session Pro Santé Connect est fermée.</p>")


def _holder(number: int, one: Identity) -> str:
    chosen = " checked" if number == 0 else ""
    return (
        f'<label><input type="radio" name="identity" value="{escape(one.national_id)}"{chosen} required>'
        f"<span><strong>{escape(_name(one))}</strong> <code>{escape(one.national_id)}</code>"
        f"<small>{escape(one.note)}</small></span></label>"
    )


def _name(one: Identity) -> str:
    return f"{one.given_name} {one.family_name}"


def _hidden(asked: Mapping[str, str]) -> str:
    return "".join(f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">' for k, v in asked.items())


def _page(title: str, body: str) -> str:
    return FRAME.substitute(title=escape(title), body=body)
