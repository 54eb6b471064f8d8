"""Django's description of this app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The configuration of the app of connected systems."""

    name = "cascina_whatsapp.web.api"
    verbose_name = "Sistemi collegati"
