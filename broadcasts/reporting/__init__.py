# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How broadcasts are going and went: counts, progress, the course over time, files to take away.

Reads deliveries and events; writes nothing but the counts that are kept beside a large broadcast.
"""
