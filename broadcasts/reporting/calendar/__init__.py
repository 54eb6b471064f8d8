# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which broadcasts left and will leave on which day: as a page, and as a feed for calendars on telephones.

Reads broadcasts and the office's hours; writes nothing but the secret addresses of the feeds.
"""
