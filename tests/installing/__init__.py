# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands in `deploy/`: read by the programs that it is for, and tried on a machine that starts from nothing."""
