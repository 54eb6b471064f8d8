"""The app: its tables lie in `models`, and in each of its slices."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule

from . import slices

SLICES: tuple[str, ...] = tuple(f"{slices.__name__}.{found.name}" for found in iter_modules(slices.__path__))
"""Their packages, as found in their folder; each may have tables (`models.py`) and ticks (`tasks.py`)."""


class BroadcastsConfig(AppConfig):
    """Broadcasts, as Django installs them."""

    name = "broadcasts"

    def import_models(self) -> None:
        """Import the tables of the slices, too."""
        super().import_models()
        for name in SLICES:
            if module_has_submodule(import_module(name), "models"):
                import_module(f"{name}.models")
