"""The page of bulletins: from which level a draft is made, with which words, and what was read last.

A colleague's request comes in; it writes the office's choices alone.
"""
