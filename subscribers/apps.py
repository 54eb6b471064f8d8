"""Django's description of this app."""

from django.apps import AppConfig


class SubscribersConfig(AppConfig):
    """The configuration of the app that the screens call Iscritti."""

    name = "subscribers"
    verbose_name = "Iscritti"
