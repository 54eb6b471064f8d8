# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stands between the web server and every page: headers, limits, compression, the contact for reports of holes.

It knows Django and its settings alone.
"""
