"""The form of an editor: it reads what is typed; the directory says what is wrong with it."""

from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from dsfr.forms import DsfrBaseForm

from sas.rooms.directory.enums import EditorMedia, Environment
from sas.rooms.directory.queries import EditorState
from sas.rooms.directory.rules import EditorConnection

_CONNECTION = tuple(one.name for one in fields(EditorConnection))
_NUMBER = {"invalid": "Donnez un nombre entier.", "min_value": "Donnez un nombre positif."}
_LONG = {"max_length": "%(limit_value)d caractères au maximum."}
_SUBJECT_HELP = "Vide : n'est pas vérifié."


def _subject(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=120, required=False, error_messages=_LONG)


def _switch(label: str, help_text: str) -> forms.NullBooleanField:
    return forms.NullBooleanField(label=label, help_text=help_text, widget=forms.CheckboxInput)


def _count(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, required=False, error_messages=_NUMBER)


class EditorForm(DsfrBaseForm):
    """An editor, and how it is reached."""

    use_required_attribute = False
    name = forms.CharField(label="Nom", max_length=120, error_messages={"required": "Donnez un nom."} | _LONG)
    active = _switch("Actif", "Un éditeur inactif n'est plus proposé ni interrogé ; ceux qui l'ont nommé le gardent.")
    slots_asked = _switch("Créneaux demandés", "Sinon, ses créneaux quittent les résultats au bout de cinq minutes.")
    environment = forms.ChoiceField(
        label="Environnement de cette adresse",
        help_text="L'éditeur n'est appelé que depuis cet environnement.",
        choices=Environment.choices,
        required=False,
    )
    base_url = forms.CharField(
        label="Adresse de son serveur FHIR",
        help_text="Par exemple « https://fhir.editeur.fr/sas ». Vide : il n'est pas interrogé.",
        max_length=200,
        required=False,
        error_messages=_LONG,
    )
    expected_cn = _subject("CN attendu de son certificat", _SUBJECT_HELP)
    expected_ou = _subject("OU attendue de son certificat", _SUBJECT_HELP)
    accept = forms.ChoiceField(label="En-tête Accept", choices=EditorMedia.choices, required=False)
    page_size = _count("Créneaux par page (_count)", "Vide : n'est pas envoyé.")
    per_minute = _count("Requêtes par minute, au plus", "Vide ou 0 : 30, comme pour tous.")
    hosts = forms.CharField(
        label="Hôtes de ses pages de rendez-vous",
        help_text="Un par ligne. Un lien vers un autre hôte n'est pas montré.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2500,
        required=False,
        error_messages=_LONG,
    )
    booking_origin = forms.CharField(
        label="Origine ajoutée à ces liens",
        help_text="Valeur du paramètre « origin ». Vide : « sas ».",
        max_length=40,
        required=False,
        error_messages=_LONG,
    )
    end_to_end = _switch(
        "Prise de rendez-vous de bout en bout",
        "Sinon, la carte dit de téléphoner, et le régulateur enregistre l'orientation ici.",
    )
    client_cn = _subject("CN de son certificat client", "Vide : il ne peut pas appeler la plateforme.")
    client_ou = _subject("OU de son certificat client", _SUBJECT_HELP)
    appointment_system = forms.CharField(
        label="Système des identifiants de ses rendez-vous",
        help_text="Par exemple « urn:oid:1.2.250.1.999 ». Vide : il ne signale aucun rendez-vous.",
        max_length=200,
        required=False,
        error_messages=_LONG,
    )
    accounts_sent = _switch(
        "Comptes des régulateurs transmis",
        "À chaque connexion d'un régulateur ; le retrait de ses droits est transmis aussitôt.",
    )

    @classmethod
    def empty(cls) -> "EditorForm":
        """For one more, of this environment."""
        return cls(initial={"active": True, "slots_asked": True, "environment": settings.ENVIRONMENT})

    @classmethod
    def of(cls, state: EditorState) -> "EditorForm":
        """Filled with what is kept."""
        kept: dict[str, Any] = {name: getattr(state.connection, name) for name in _CONNECTION}
        kept["hosts"] = "\n".join(state.connection.hosts)
        return cls(initial=kept | {"name": state.name, "active": state.active})

    def arguments(self) -> dict[str, Any]:
        """What the operation is given."""
        told = dict(self.cleaned_data)
        about = {name: told[name] for name in _CONNECTION} | {
            "environment": told["environment"] or settings.ENVIRONMENT,
            "accept": told["accept"] or EditorMedia.GUIDE.value,
            "hosts": tuple(told["hosts"].splitlines()),
            "page_size": told["page_size"] or None,
            "per_minute": told["per_minute"] or 0,
            "booking_origin": told["booking_origin"].strip() or EditorConnection().booking_origin,
        }
        return {"name": told["name"], "active": told["active"], "connection": EditorConnection(**about)}
