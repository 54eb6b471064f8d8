"""Electoral periods: from the day the polls are called until they close only what the law allows may be sent.

Kept are the periods, who activated them and the names of who holds an office; calls come from
the newsroom's pages and from whatever sends. Knows colleagues, their notices and the trail: no message, no citizen.
"""
