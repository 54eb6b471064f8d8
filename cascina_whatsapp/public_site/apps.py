# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's description of this app."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """Pagine pubbliche."""

    name = "cascina_whatsapp.public_site"
    verbose_name = "Pagine pubbliche"
