# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's description of this app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """The configuration of the app of the trail."""

    name = "cascina_whatsapp.security.trail"
    verbose_name = "Tracce"
