# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's description of this app."""

from django.apps import AppConfig


class BroadcastsConfig(AppConfig):
    """The configuration of the app that the screens call Redazione."""

    name = "broadcasts"
    verbose_name = "Redazione"
