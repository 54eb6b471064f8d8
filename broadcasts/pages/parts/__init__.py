"""The parts that pages of the newsroom share: the telephone, forecast, state and moment, the table of buttons.

Nothing here answers an address by itself; what a step does belongs to `launching`.
"""
