# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's description of this app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The configuration of the app of connected systems."""

    name = "cascina_whatsapp.web.api"
    verbose_name = "Sistemi collegati"
