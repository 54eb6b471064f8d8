"""The calendar: a month or a week of messages, each where it left or will leave.

It reads; the words are those of every page (broadcasts.launching.message).
"""
