# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's description of this app, and of its admin with the menus of this service."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CascinaWhatsappConfig(AppConfig):
    """The configuration of the app of the project itself."""

    name = "cascina_whatsapp"
    verbose_name = "Servizio"

    def ready(self) -> None:
        from .security.http import security_contact  # noqa: F401  (registers them)
        from .settings import checks, database_logging  # noqa: F401  (registers them)


class StaffAdminConfig(admin_apps.SimpleAdminConfig):
    """Django's admin, with our menus and home page; its pages are loaded with the addresses (urls.py)."""

    default = False
    default_site = "cascina_whatsapp.staff_site.site.StaffSite"
