"""The way of a delivery from queued to its outcome: scheduling, claiming, calling, receipts, retries, recovery.

Celery's tasks and Meta's receipts come in. The only place that sends a broadcast's messages, and the only one that
moves deliveries; no transaction is open while Meta is called.
"""
