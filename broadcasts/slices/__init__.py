"""Capabilities that can be told apart: each folder is read alone, and can be taken away.

A slice knows what lies below it, never another one; the two tables of questions (`hooks.py`, `pages/hooks.py`) name
its answers.
"""
