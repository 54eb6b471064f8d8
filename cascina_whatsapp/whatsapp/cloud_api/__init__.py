"""The only code that knows Meta's JSON, URLs and error codes.

Messages go out, responses and events come in, as values with types. It imports nothing of ours, Django or Celery.
"""
