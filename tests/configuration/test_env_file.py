"""Lines of `.env` that only look as if they were read, and names in which one letter is wrong."""

import re
from pathlib import Path

import pytest

from cascina_whatsapp.settings.configuration import env_file, problems
from cascina_whatsapp.settings.configuration.environment import Environment
from cascina_whatsapp.settings.configuration.problems import Kind

from .reading import read

BASE = Path(__file__).resolve().parents[2]
TRAPS = [
    ("A = 6", "A", "la riga 1 di .env ha uno spazio prima del nome"),
    ("A =6", "A", "la riga 1 di .env ha uno spazio prima del nome"),
    ("# first\n A=6", "A", "la riga 2 di .env ha uno spazio prima del nome"),
    ("export  A=6", "A", "la riga 1 di .env ha uno spazio"),
    ("\ufeffA=6", "A", "la riga 1 di .env comincia con un segno che non si vede (BOM)"),
    ("\ufeffA = 6", "A", "la riga 1 di .env comincia con un segno che non si vede (BOM)"),
    ("\ufeff# first\nA=6", ".env", "la riga 1 di .env comincia con un segno che non si vede (BOM)"),
    ("# first\nA", ".env", "la riga 2 di .env non è NOME=valore"),
    ("A=6 # six", "A", "alla riga 1 di .env il commento"),
    ("A=# none", "A", "alla riga 1 di .env il commento"),
    ("A='6' # six", "A", "alla riga 1 di .env il commento"),
    ("A=6\nB=7\nA=8", "A", "due volte, alle righe 1 e 3"),
]


def test_an_ordinary_line_is_no_trap_nor_is_the_sample():
    ordinary = [
        "",
        "   ",
        "# NAME = 6",
        "A=1",
        "export A=1",
        "A= 1",
        "A=a#b",
        "A='a # b'",
        'A="a # b"',
        "A=",
        "A=b c",
    ]
    ordinary.append((BASE / ".env.example").read_text(encoding="utf-8"))
    assert [text for text in ordinary if [*env_file.problems(text)]] == []


@pytest.mark.parametrize(("text", "name", "words"), TRAPS)
def test_a_trap_is_named_by_its_line(text: str, name: str, words: str):
    (problem,) = env_file.problems(text)
    assert problem.name == name
    assert words in problem.wrong


@pytest.mark.parametrize("content", [None, b"A=\xff\xfe"], ids=["a folder", "no text"])
def test_a_file_that_is_there_and_can_not_be_read_is_told(content, tmp_path):
    """Everything would be missing, and nobody would know why."""
    file = tmp_path / ".env"
    file.mkdir() if content is None else file.write_bytes(content)
    (problem,) = Environment(file).problems()
    assert (problem.name, problem.kind) == (".env", Kind.UNREADABLE)


KNOWN = {
    "WHATSAPP_MESSAGES_PER_SECOND",
    "DATABASE_URL",
    "CONSENT_HASH_KEY",
    "CONSENT_HASH_KEY_FILE",
    "PROOF_YEARS",
}


@pytest.mark.parametrize(
    ("name", "in_file", "meant"),
    [
        ("WHATSAPP_MESAGES_PER_SECOND", False, "WHATSAPP_MESSAGES_PER_SECOND"),
        ("CONSENT_HASHKEY", False, "CONSENT_HASH_KEY"),
        ("PROOFS_YEARS", True, "PROOF_YEARS"),
        ("database_url", True, "DATABASE_URL"),
        ("DATABASE_URI", True, "DATABASE_URL"),
        ("PROOFS_YEARS", False, None),  # of the machine's environment only what begins like ours
        ("DATABASE_URL", True, None),
        ("DJANGO_SETTINGS_MODULE", False, None),
        ("DJANGO_SUPERUSER_PASSWORD", False, None),
        ("WHATSAPP_WEB_PORT_8000_TCP_ADDR", False, None),  # of a container's neighbours
        ("PGSSLMODE", True, None),
        ("TZ", True, None),
    ],
)
def test_a_name_with_a_wrong_letter(name: str, in_file: bool, meant: str | None):
    found = env_file.misspelt([name], [name] if in_file else [], KNOWN)
    assert [problem.remedy for problem in found] == ([f"Forse {meant}?"] if meant else [])


def test_no_name_of_the_sample_passes_for_misspelt(tmp_path):
    """All of them are read by the settings, or named as somebody else's."""
    sample = (BASE / ".env.example").read_text(encoding="utf-8")
    given = dict.fromkeys(re.findall(r"^([A-Z_]+)=", sample, re.MULTILINE), "made up")
    told = [
        problem for problem in read(tmp_path, **given).SETTING_PROBLEMS if problem.remedy.startswith("Forse")
    ]
    assert told == []


def test_one_look_finds_all_that_is_wrong_with_a_file_each_once(tmp_path, monkeypatch):
    """A trap, a number that is none, a name with a letter missing: nobody starts three times to learn of them.

    A comment that became part of a value leaves no number either: of the two sentences the line's own says more.
    """
    names = ("PROOF_YEARS", "REPLIES_DAYS", "SEEN_DAYS", "PROOF_YEAR")
    for name in names:
        monkeypatch.setenv(name, "")  # so that it is put back afterwards
        monkeypatch.delenv(name)
    file = tmp_path / ".env"
    file.write_text(
        "PROOF_YEARS = 6\nREPLIES_DAYS=eight\nSEEN_DAYS=6 # six\nPROOF_YEAR=6\n", encoding="utf-8"
    )
    env = Environment(file)
    assert [env.whole(name, default=5, most=9) for name in names[:3]] == [5, 5, 5]
    problems = {problem.name: problem.wrong for problem in env.problems()}
    assert problems.keys() == set(names)
    assert "commento" in problems["SEEN_DAYS"]


@pytest.mark.parametrize(
    ("of_process", "in_file", "told"),
    [
        ("6", "SOME_NUMBER=7", True),
        ("", "SOME_NUMBER=7", True),  # an empty one wins, too
        ("7", "SOME_NUMBER=7", False),
        ("a b", "SOME_NUMBER='a b'", False),
        (None, "SOME_NUMBER=7", False),
        ("6", "SOME_NUMBER=", False),
    ],
)
def test_of_two_values_it_is_said_which_holds(of_process, in_file, told, tmp_path, monkeypatch, capsys):
    file = tmp_path / ".env"
    file.write_text(f"{in_file}\n", encoding="utf-8")
    monkeypatch.setenv("SOME_NUMBER", of_process or "")
    if of_process is None:
        monkeypatch.delenv("SOME_NUMBER")
    found = Environment(file).problems()

    assert problems.refused(found, developing=False) == []
    problems.tell(found)
    sentence = "- SOME_NUMBER: nell'ambiente del processo ha un altro valore che in .env, e vale quello"
    assert capsys.readouterr().err.startswith(sentence) is told
