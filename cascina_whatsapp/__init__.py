# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The project: wiring, and the connection to Meta. No rule of the town hall lives here."""

from .celery import app as celery_app

__all__ = ["celery_app"]
