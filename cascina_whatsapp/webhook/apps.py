# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's description of this app."""

from django.apps import AppConfig


class WebhookConfig(AppConfig):
    """Collegamento con WhatsApp."""

    name = "cascina_whatsapp.webhook"
    verbose_name = "Collegamento con WhatsApp"
