"""The pages on how a broadcast, or a month of broadcasts, fared: to read, to print, to take away.

It reads `reporting`, and asks slices; taking a file away leaves a trace.
"""
