"""Meta's review of the templates of single broadcasts, and what a change of category means.

Called by Meta's account events and the clock. Calls the Cloud API; may pause a broadcast through `launching` when its
template is stopped.
"""
