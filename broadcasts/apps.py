"""The app: its tables lie in `models`, and in each of its slices."""

from importlib import import_module

from django.apps import AppConfig

SLICES: tuple[str, ...] = ("costs", "elections", "outlets", "trials")
"""The slices that have tables or ticks of their own."""


class BroadcastsConfig(AppConfig):
    """Broadcasts, as Django installs them."""

    name = "broadcasts"

    def import_models(self) -> None:
        """Import the tables of the slices, too."""
        super().import_models()
        for name in SLICES:
            import_module(f"{self.name}.{name}.models")
