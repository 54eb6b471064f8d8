# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proving who one is: how often one may try, known browsers, the session that begins, the Comune's single sign-on.

Calls come from the pages, with the clock's time. What succeeded and what failed is told to the trail; no address
and no password is kept.
"""
