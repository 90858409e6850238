"""The demonstration's population. Installed only when DEMO is set."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    """Invented people, in the formats of the national files."""

    name = "simulators.population"
    label = "demo_population"
