"""The figures that Prometheus collects at /metrics: most are read from the database at that moment, each by a query
with a bound; how long things took, and when each task last ran, every process adds up and writes now and then.

It reads the tables of both apps and of the webhook, and changes none but its own. No figure names anybody.
"""
