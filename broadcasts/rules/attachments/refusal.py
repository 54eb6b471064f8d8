"""The refusal of an attachment: in Italian, to the person who chose the file."""


class AttachmentRefused(ValueError):
    """The file may not be sent; the message, in Italian, says what is wrong and what to do."""
