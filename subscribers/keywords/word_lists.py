"""The notation in which lists of words are written down."""


def words(table: str) -> frozenset[str]:
    """The words of a table, separated by spaces and line ends."""
    return frozenset(table.split())


def forms(stems: str, endings: str) -> frozenset[str]:
    """Forms of verbs: every stem with every ending."""
    return frozenset(stem + ending for stem in stems.split() for ending in endings.split())
