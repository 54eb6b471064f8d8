"""Django's description of this app, and of its admin with the menus of this service."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin_apps
from django.contrib.admin.checks import check_admin_app
from django.core import checks


class CascinaWhatsappConfig(AppConfig):
    """The configuration of the app of the project itself."""

    name = "cascina_whatsapp"

    def ready(self) -> None:
        from .security.encryption import key_checks  # noqa: F401  (registers them)
        from .security.http import security_contact  # noqa: F401  (the same)
        from .settings import checks, database_logging  # noqa: F401  (the same)


class StaffAdminConfig(admin_apps.SimpleAdminConfig):
    """Django's admin, with our menus and home page; its pages are loaded with the addresses (urls.py)."""

    default = False
    default_site = "cascina_whatsapp.staff_site.site.StaffSite"

    def ready(self) -> None:
        super().ready()
        checks.register(check_pages, checks.Tags.admin)


def check_pages(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Django's own checks of the admin, which see the pages that are loaded by then."""
    import_module(settings.ROOT_URLCONF)
    return list(check_admin_app(app_configs))
