"""Forms of the public porch."""

from django import forms
from dsfr.forms import DsfrBaseForm


class SignInForm(DsfrBaseForm):
    """E-mail and password (F-002)."""

    email = forms.EmailField(
        label="Adresse électronique",
        error_messages={
            "required": "Renseignez votre adresse électronique.",
            "invalid": "Cette adresse n'est pas complète : elle s'écrit nom@domaine.fr.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Mot de passe",
        max_length=200,
        strip=False,
        error_messages={"required": "Renseignez votre mot de passe."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    suite = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)


class CardAccountForm(DsfrBaseForm):
    """« Mise à jour du compte »: names as on the card, the address to give (F-004)."""

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="Si vous disposez d'un compte sur la plateforme, saisissez l'adresse de ce compte. "
        "Sinon, votre adresse professionnelle.",
        error_messages={
            "required": "Renseignez votre adresse électronique.",
            "invalid": "Cette adresse n'est pas complète : elle s'écrit nom@domaine.fr.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    given_name = forms.CharField(label="Prénom", disabled=True)
    family_name = forms.CharField(label="Nom", disabled=True)
