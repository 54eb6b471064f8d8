# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What broadcasts hold about people: one person's data, how long it is kept, and who has seen a number in clear.

Called by the project's privacy app and the admin. May blank and delete, by the rules of retention.
"""
