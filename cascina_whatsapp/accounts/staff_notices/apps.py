"""Django's description of this app."""

from django.apps import AppConfig


class StaffNoticesConfig(AppConfig):
    """The configuration of the app of staff notices."""

    name = "cascina_whatsapp.accounts.staff_notices"
    verbose_name = "Novità"
