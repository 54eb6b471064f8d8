# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only code that knows Meta's JSON, URLs and error codes.

Messages go out, responses and events come in, as values with types. It imports nothing of ours, Django or Celery.
"""
