"""Django's administration site as support uses it: its templates, styles, tags and words; no table of its own."""

from django.apps import AppConfig


class DjangoAdmin(AppConfig):
    """django.contrib.admin without its log, which would need the tables of django.contrib.auth's world (ADR 27).

    The journal is the log here. MIGRATION_MODULES keeps the migrations away, this class the model.
    """

    name = "django.contrib.admin"
    label = "admin"

    def import_models(self) -> None:
        """None."""
        self.models = {}
