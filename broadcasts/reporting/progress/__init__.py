# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The progress of broadcasts: how far each is, when it will be over, what is in doubt.

It reads counts and forecasts; nothing here changes a broadcast.
"""
