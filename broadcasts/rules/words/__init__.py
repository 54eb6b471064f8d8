"""The words that a person writes for everybody: what is repaired, what telephones can't show, what is advised.

Called while a broadcast is written and before it is approved. Pure: knows the words alone.
"""
