"""Django's description of this app."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """The configuration of the app of sources."""

    name = "cascina_whatsapp.web.sources"
    verbose_name = "Fonti delle bozze"
