"""The parts of every step of a broadcast: the move from state to state, its event, a stop, its notices, its plan.

Below the slices, which take steps too; what a person or the clock decides is in `launching`, which asks them.
"""
