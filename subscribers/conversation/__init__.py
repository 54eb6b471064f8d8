# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The conversation with a citizen: message, intent, consent, automatic answer.

Meta's events come in through the project's routing. Changes consent only through `consent`.
"""
