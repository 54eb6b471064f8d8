# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The steps that a broadcast may take next, and who may take them: the one table of buttons.

What a step does belongs to `launching` and `editing`; here it gets its words and its place.
"""
