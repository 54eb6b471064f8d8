# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's description of this app."""

from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    """The configuration of the app of electoral periods."""

    name = "cascina_whatsapp.elections"
    verbose_name = "Periodi elettorali"
