"""The demonstration's accounts. Installed only when DEMO is set."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """One invented person per role."""

    name = "simulators.accounts"
    label = "demo_accounts"
