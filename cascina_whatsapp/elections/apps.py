"""Django's description of this app."""

from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    """The configuration of the app of electoral periods."""

    name = "cascina_whatsapp.elections"
    verbose_name = "Periodi elettorali"
