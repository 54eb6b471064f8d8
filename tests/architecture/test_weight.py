"""The packages weigh no more than docs/weight.md says: `make weight` writes it anew, and the commit says why."""

from tests import weight


def test_the_packages_weigh_no_more_than_their_page_says():
    found = weight.by_capability()
    assert sum(of["statements"] for of in found.values()) <= weight.allowed()


def test_every_capability_has_code_and_its_row():
    table = weight.FILE.read_text(encoding="utf-8")
    assert [name for name, of in weight.by_capability().items() if not of or f"| {name} |" not in table] == []
