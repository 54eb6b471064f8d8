"""Forms with files (multipart/form-data), as HTTP clients send them."""

from dataclasses import dataclass, field
from email.message import Message

from .errors import GraphError


@dataclass(slots=True)
class Field:
    """One field of a form; `filename` is empty when it is not a file."""

    name: str
    filename: str
    content_type: str
    content: bytes = field(repr=False)


def parse(content_type: str, body: bytes) -> dict[str, Field]:
    """The fields by name. Raises GraphError when the body is not such a form."""
    header = _header(content_type)
    boundary = header.get_param("boundary", header="content-type")
    if header.get_content_type() != "multipart/form-data" or not boundary:
        raise GraphError(100, "The upload must be multipart/form-data")
    chunks = (b"\r\n" + body).split(b"\r\n--" + str(boundary).encode())
    fields = [_field(chunk) for chunk in chunks[1:-1]]
    return {field.name: field for field in fields}


def _field(chunk: bytes) -> Field:
    head, separator, content = chunk.partition(b"\r\n\r\n")
    if not separator:
        raise GraphError(100, "A field of the form has no headers")
    lines = [line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n")]
    headers = {name.strip().lower(): value.strip() for name, _, value in lines}
    disposition = _header(headers.get("content-disposition", ""), "content-disposition")
    return Field(
        name=str(disposition.get_param("name", "", header="content-disposition")),
        filename=str(disposition.get_filename("")),
        content_type=headers.get("content-type", "text/plain").partition(";")[0].strip(),
        content=content,
    )


def _header(value: str, name: str = "content-type") -> Message:
    message = Message()
    message[name] = value
    return message
