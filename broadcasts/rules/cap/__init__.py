"""Alerts as other services read them: the Common Alerting Protocol 1.2 of OASIS (ITU-T X.1303 bis).

What a person chose or the words suggest comes in, with moments; an XML document goes out.
"""
