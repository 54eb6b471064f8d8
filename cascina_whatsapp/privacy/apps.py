"""Django's description of this app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The configuration of the app of data protection."""

    name = "cascina_whatsapp.privacy"
    verbose_name = "Protezione dei dati"
