"""The course of broadcasts, past and present: counts, progress over time, files to take away.

Reads deliveries and events; writes nothing but the counts that are kept beside a large broadcast.
"""
