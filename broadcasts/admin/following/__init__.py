# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of a broadcast, and of a month of them: to read, to print, to take away.

It reads `reporting` and `costs`; taking a file away leaves a trace.
"""
