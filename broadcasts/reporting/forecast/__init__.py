"""The figures about a broadcast before it leaves: inputs of its forecast, opt-outs, what left on the same matter.

It reads; the arithmetic is `rules.forecast`.
"""
