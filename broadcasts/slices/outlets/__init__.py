"""The outlets that publish a broadcast beside the telephones: a module for each, what it is to do, what it did.

Calls come from the launch, the clock, the staff's pages and the public ones. An outlet reads the broadcast and calls
its own outside service; it never writes on a broadcast, nor to a citizen.
"""

NAME = "la parte su dove esce"
