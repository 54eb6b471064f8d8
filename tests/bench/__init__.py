# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make bench` measures: a module for each part, `table` to print them; `__main__` runs them."""
