# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The examination whether the service is fit to work: a table of checks, for the command and for the page *Messa in
servizio*.

Facts come in first, from everywhere, those from outside side by side and for a bounded time; then each check judges
them. Nothing is written, no check raises, and no sentence holds a secret or a number.
"""
