# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds and calendars of the Comune, read from a real web server on this machine."""
