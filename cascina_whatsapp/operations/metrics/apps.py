"""Django's description of this app."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """The configuration of the app of measurements."""

    name = "cascina_whatsapp.operations.metrics"
    verbose_name = "Misure"
