"""Django's description of this app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """The configuration of the app of the trail."""

    name = "cascina_whatsapp.security.trail"
    verbose_name = "Tracce"
