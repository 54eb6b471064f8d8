"""The page *Inizio*: what its reader has to do now, and what became of what they did.

A section is one function that returns what its template shows, or nothing; `sections.SECTIONS` lists them, and who
may see each. The same number of queries however much there is, and none that counts millions.
"""
