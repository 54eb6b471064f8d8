"""Django's description of this app."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """The configuration of the app of public pages."""

    name = "cascina_whatsapp.web.public_site"
    verbose_name = "Pagine pubbliche"
