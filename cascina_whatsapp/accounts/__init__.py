"""The accounts of staff and how they prove who they are: signing in, second factors, invitations, groups.

Calls come from the staff's pages; what was done is told to the trail. The room knows staff alone: no citizen, no
message, nothing of Meta's.
"""
