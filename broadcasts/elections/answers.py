"""What electoral periods answer to the questions of `broadcasts.hooks`."""

from .planned import objections

__all__ = ["objections"]
