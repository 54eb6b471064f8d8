"""The course of broadcasts, past and present: counts, what the daily limit leaves, progress, files to take away.

Reads deliveries and events; writes nothing but the counts that are kept beside a large broadcast.
"""
