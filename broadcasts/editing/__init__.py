"""Writing a broadcast: drafts and who else has them open, drafts that the service proposes.

Calls come from the admin and the clock. May change a broadcast's content, and `launching` when an approval is lost.
"""
