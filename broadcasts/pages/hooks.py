"""What the pages ask the slices, and who answers, in order: with `broadcasts/hooks.py` alone it names them.

A question is a tuple of functions; whoever asks reads here who answers. An answer that raises takes its own panel
from the page and no more: the page says which could not be shown, and the log has a line.
"""
