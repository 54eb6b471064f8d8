# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The connection to Meta: `cloud_api` calls it, `webhook` hears it, `simulator` plays it.

It knows neither citizens nor broadcasts.
"""
