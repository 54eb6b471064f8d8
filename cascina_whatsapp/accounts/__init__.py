# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may sit at a desk, and how they prove it: signing in, second factors, invitations, sessions, groups.

Calls come from the staff's pages; what was done is told to the trail. The room knows staff alone: no citizen, no
message, nothing of Meta's.
"""
