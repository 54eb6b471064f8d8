"""The pages on which somebody confirms a step: the approval first of all.

They say what will happen before it does; a press runs the step of `parts.buttons`.
"""
