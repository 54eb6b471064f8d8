"""Django's description of this app."""

from django.apps import AppConfig


class BroadcastsConfig(AppConfig):
    """The configuration of the app that the screens call Redazione."""

    name = "broadcasts"
    verbose_name = "Redazione"
