"""The app of the broadcasts: their content, when they leave, and how each message ends.

People who agreed come in from `subscribers`, calls from the clock, the staff's pages and the project's routing. It
sends through `cascina_whatsapp.whatsapp.cloud_api`, and never writes a consent.
"""
