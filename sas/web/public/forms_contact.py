"""The contact form (F-242, F-243)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from dsfr.forms import DsfrBaseForm

from sas.actor import Role
from sas.rooms.assistance.enums import Topic
from sas.rooms.assistance.queries import Prefilled
from sas.rooms.assistance.rules import MESSAGE_LENGTH, NAME_LENGTH, STRUCTURE_LENGTH, Asking
from sas.rooms.assistance.rules.files import ACCEPTED, MOST_BYTES, MOST_FILES, GivenFile, shown_name
from sas.rooms.directory.queries import TerritoryFacts

_OTHER, _UNKNOWN = "autre", "inconnu"
_BYTES = f"{MOST_BYTES:,}".replace(",", "\u202f")
_ADDRESS = "Cette adresse n'est pas complète : elle s'écrit nom@domaine.fr."


class _Files(forms.FileInput):
    """Several files of one name."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> list[Any]:
        """All of them, in order."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


def _text(label: str, *, needed: str, help_text: str = "", **attrs: Any) -> forms.CharField:
    errors = {"required": needed, "max_length": "%(limit_value)d caractères au plus."}
    most = attrs.get("maxlength")
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=most, help_text=help_text, error_messages=errors, widget=widget)


class ContactForm(DsfrBaseForm):
    """Who asks, what, and what is joined; the room judges what is typed."""

    use_required_attribute = False

    role = forms.ChoiceField(label="Vous êtes", error_messages={"required": "Choisissez qui vous êtes."})
    topic = forms.ChoiceField(
        label="Votre demande concerne",
        choices=[("", "Choisissez l'objet de votre demande"), *Topic.choices],
        error_messages={"required": "Choisissez l'objet de votre demande."},
    )
    family_name = _text("Nom", needed="Renseignez votre nom.", maxlength=NAME_LENGTH, autocomplete="family-name")
    given_name = _text("Prénom", needed="Renseignez votre prénom.", maxlength=NAME_LENGTH, autocomplete="given-name")
    phone = _text(
        "Téléphone",
        needed="Renseignez votre numéro de téléphone.",
        help_text="Exemples : 02 61 91 00 12 ou +33 2 61 91 00 12.",
        type="tel",
        autocomplete="tel",
    )
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="Exemple : nom@domaine.fr. La réponse arrivera à cette adresse.",
        error_messages={"required": "Renseignez votre adresse électronique.", "invalid": _ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    territory = forms.ChoiceField(
        label="Territoire", error_messages={"required": "Choisissez un territoire, ou « Je ne sais pas »."}
    )
    structure_name = forms.CharField(
        label="Structure pour laquelle le compte est demandé",
        error_messages={"required": "Indiquez la structure pour laquelle le compte est demandé."},
        help_text="Pour une création de compte : cabinet, centre de santé, CPTS, établissement…",
        widget=forms.TextInput(attrs={"maxlength": STRUCTURE_LENGTH, "autocomplete": "organization"}),
    )
    structure_number = forms.CharField(
        label="Numéro FINESS ou SIRET de la structure", required=False, widget=forms.TextInput(attrs={"maxlength": 20})
    )
    page = forms.CharField(
        label="Page concernée",
        required=False,
        help_text="L'adresse de la page où vous avez rencontré la difficulté. Vous pouvez la corriger.",
    )
    message = forms.CharField(
        label="Message",
        strip=False,
        help_text=f"{MESSAGE_LENGTH} caractères au plus.",
        error_messages={"required": "Écrivez votre message."},
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": MESSAGE_LENGTH, "data-compte": MESSAGE_LENGTH}),
    )
    files = forms.Field(
        label="Pièces jointes",
        required=False,
        help_text=f"{MOST_FILES} au plus, de 1 Mo au plus chacune ({_BYTES} octets). "
        "Formats : pdf, jpeg, png, xls, xlsx, ppt, pptx.",
        widget=_Files(attrs={"accept": ACCEPTED, "class": "fr-upload"}),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, territories: Sequence[TerritoryFacts], initial: Any = None
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.fields["structure_name"].required = data is None or data.get("topic") == Topic.ACCOUNT_NEW
        roles = [(role.value, role.label.removeprefix("SAS - ")) for role in Role]
        named = [(str(one.id), one.name) for one in territories]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", "Choisissez votre rôle"),
            *roles,
            (_OTHER, "Autre, ou pas encore de compte"),
        ]
        self.fields["territory"].choices = [  # type: ignore[attr-defined]
            ("", "Choisissez un territoire"),
            *named,
            (_UNKNOWN, "Je ne sais pas"),
        ]

    @property
    def chosen(self) -> list[str]:
        """Names of the files that were sent: a browser does not send them twice by itself."""
        return [shown_name(one.name) for one in self["files"].data] if self.is_bound else []

    def given_files(self) -> list[GivenFile]:
        """What was sent, read one byte further than what is accepted at most."""
        return [GivenFile(one.name, one.read(MOST_BYTES + 1)) for one in self["files"].data]

    def asking(self) -> Asking:
        """What was typed, of a form that could be read."""
        kept = self.cleaned_data
        same = ("family_name", "given_name", "phone", "email", "message", "page", "structure_name", "structure_number")
        territory = kept["territory"]
        return Asking(
            topic=Topic(kept["topic"]),
            role=None if kept["role"] == _OTHER else Role(kept["role"]),
            territory_id=None if territory == _UNKNOWN else int(territory),
            **{name: kept[name] for name in same},
        )


def started(known: Prefilled | None, *, topic: str, page: str) -> dict[str, Any]:
    """What the form starts from."""
    about = {"topic": topic if topic in Topic.values else "", "page": page}
    if known is None:
        return about
    territory = str(known.territory_id) if known.territory_id else ""
    person = {"family_name": known.family_name, "given_name": known.given_name, "email": known.email}
    return about | person | {"role": known.role or "", "territory": territory}
