"""The register's pages: one module per noun. They show and ask; `consent` and the other stages act."""

from . import exports, imports, people, register, seals, texts, topics

__all__ = ["exports", "imports", "people", "register", "seals", "texts", "topics"]
