"""Facts of an alert in the words of the Common Alerting Protocol 1.2 of OASIS (ITU-T X.1303 bis).

What a person chose or the words suggest comes in; what a warning tells other services goes out.
"""
