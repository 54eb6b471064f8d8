# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The newsroom's pages: a room for each of them. They show and ask; `launching` and the other stages act.

Importing this package puts them on the site.
"""

from . import account, campaigns, deliveries, office, periods, press, service, trials, writing

__all__ = ["account", "campaigns", "deliveries", "office", "periods", "press", "service", "trials", "writing"]
