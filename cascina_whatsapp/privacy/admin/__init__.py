"""The privacy app's pages: one module per noun. They show and ask; `rights`, `erasure` and `retention` act."""

from . import requests, retention, trail

__all__ = ["requests", "retention", "trail"]
