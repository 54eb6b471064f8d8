# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name of a figure that a room above counts, and /metrics tells."""

API_REFUSALS = "cascina_api_refusals"
"""Requests of other programs that were refused, by reason: unknown key, scope, limit."""
