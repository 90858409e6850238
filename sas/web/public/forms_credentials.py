"""Forms about passwords, addresses and the CGU."""

from typing import Any

from django import forms
from dsfr.forms import DsfrBaseForm

from sas.rooms.accounts import rules

ADDRESS_ERRORS = {
    "required": "Renseignez une adresse électronique.",
    "invalid": "Cette adresse n'est pas complète : elle s'écrit nom@domaine.fr.",
}
_ACCEPT = {"required": "Acceptez les conditions générales d'utilisation pour continuer."}
_TYPED = 1000
"""Longer than any password: beyond, nothing is read."""


def _password(label: str, autocomplete: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=_TYPED,
        strip=False,
        error_messages={"required": required},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class NewPasswordForm(DsfrBaseForm):
    """A new password, each rule that it breaks told beside it (F-015)."""

    password = _password("Votre nouveau mot de passe", "new-password", "Choisissez un mot de passe.")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        """For whoever signs in with this address."""
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].widget.attrs.setdefault("aria-describedby", "regles")

    def clean_password(self) -> str:
        """Raise ValidationError with one sentence for each rule."""
        password: str = self.cleaned_data["password"]
        if broken := rules.unmet(password=password, email=self.email):
            raise forms.ValidationError([f"{rule.sentence}." for rule in broken])
        return password


class ChoosePasswordForm(NewPasswordForm):
    """By the link of a mail; with the CGU, when the account has not accepted them (F-011)."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    terms = forms.BooleanField(label="Accepter les CGU", error_messages=_ACCEPT)

    def __init__(self, *args: Any, terms_number: int | None, **kwargs: Any) -> None:
        """Without the box when there is nothing to accept."""
        super().__init__(*args, **kwargs)
        self.terms_number = terms_number
        if terms_number is None:
            del self.fields["terms"]


class ChangePasswordForm(NewPasswordForm):
    """Knowing the old one (F-017)."""

    old = _password("Votre ancien mot de passe", "current-password", "Renseignez votre mot de passe actuel.")
    suite = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class ForgottenForm(DsfrBaseForm):
    """« Mot de passe oublié » (F-018)."""

    email = forms.EmailField(
        label="Adresse électronique",
        error_messages=ADDRESS_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class AddressForm(DsfrBaseForm):
    """A new address, and the password when the account has one (F-016)."""

    email = forms.EmailField(
        label="Votre nouvelle adresse électronique",
        max_length=254,
        error_messages=ADDRESS_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = _password("Votre mot de passe", "current-password", "Renseignez votre mot de passe actuel.")

    def __init__(self, *args: Any, has_password: bool, **kwargs: Any) -> None:
        """Without the password for an account opened by card only."""
        super().__init__(*args, **kwargs)
        if not has_password:
            del self.fields["password"]


class AcceptTermsForm(DsfrBaseForm):
    """The version that was read, and the box (F-022)."""

    version = forms.IntegerField(widget=forms.HiddenInput)  # the one drawn on the page, be it the first or again
    suite = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    terms = forms.BooleanField(
        label="J'ai lu et j'accepte les conditions générales d'utilisation", error_messages=_ACCEPT
    )
