# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of consents: the chained ledger, its triggers, its verification, its seals, one person's history.

`consent` appends; auditors read. Nothing here decides who is subscribed.
"""
