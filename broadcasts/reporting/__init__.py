# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The course of broadcasts, past and present: counts, progress over time, files to take away.

Reads deliveries and events; writes nothing but the counts that are kept beside a large broadcast.
"""
