# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The staff's page of a published message: what everybody reads of it, and how it is corrected or withdrawn.

A colleague comes in; `amending` decides. Changes nothing itself.
"""
