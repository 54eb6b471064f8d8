# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may be written to, and the proof that they agreed: the app of the subscribers.

Citizens' messages come in from the project's routing, lists and texts from the staff's pages. It knows nothing of
broadcasts; only `consent` writes subscriptions and the register.
"""
