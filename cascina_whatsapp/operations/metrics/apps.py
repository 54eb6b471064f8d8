# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's description of this app."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """The configuration of the app of measurements."""

    name = "cascina_whatsapp.operations.metrics"
    verbose_name = "Misure"
