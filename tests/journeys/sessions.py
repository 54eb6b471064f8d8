# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTTP as the journeys use it: one session each, with one time limit for all that it asks for."""

import requests

from tests.patience import AT_LAST


class Session(requests.Session):
    """Waits for an answer for as long as a test waits for anything."""

    def request(self, method: str, url: str, **options) -> requests.Response:
        """A request, by whatever method: `get` and `post` call this one."""
        return super().request(method, url, **{"timeout": AT_LAST} | options)
