# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register's pages: one module per noun. They show and ask; `consent` and the other stages act."""

from . import exports, imports, people, register, seals, texts, topics

__all__ = ["exports", "imports", "people", "register", "seals", "texts", "topics"]
