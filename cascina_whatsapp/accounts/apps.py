"""Django's description of this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The configuration of the app of the staff's accounts."""

    name = "cascina_whatsapp.accounts"
    verbose_name = "Account del personale"
