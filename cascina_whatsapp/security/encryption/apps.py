"""Django's description of this app."""

from django.apps import AppConfig


class EncryptionConfig(AppConfig):
    """The configuration of the app of encryption."""

    name = "cascina_whatsapp.security.encryption"
    verbose_name = "Cifratura"

    def ready(self) -> None:
        from . import key_checks  # noqa: F401  (registers them)
