# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's description of this app."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """The configuration of the app of public pages."""

    name = "cascina_whatsapp.web.public_site"
    verbose_name = "Pagine pubbliche"
