# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of a broadcast that several pages show: the telephone, the outlook, its state and moment.

Nothing here answers an address by itself, and nothing acts.
"""
