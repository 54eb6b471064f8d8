"""Writing a broadcast: drafts and who else has them open, thrown away, proposed by the service or by other programs.

Calls come from the newsroom's pages, the clock and other programs. May change a broadcast's content, and takes an
approval back when it is lost by that.
"""
