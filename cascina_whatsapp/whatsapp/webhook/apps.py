"""Django's description of this app."""

from django.apps import AppConfig


class WebhookConfig(AppConfig):
    """The configuration of the app of the connection with WhatsApp."""

    name = "cascina_whatsapp.whatsapp.webhook"
    verbose_name = "Collegamento con WhatsApp"
