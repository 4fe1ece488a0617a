"""House rule: what the code can do stands in the README, and what the documents point at is there."""

import argparse
import re
from collections.abc import Iterator

import pytest

from bot.audit.actions import EVERY
from bot.cli import parser
from bot.platforms.capabilities import CAPABILITIES
from bot.policy import profile as profiles
from bot.settings import Settings

from .documents import ROOT, anchors, defined, links, table_rows, text_of

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
# Everything a person reads or a tool fetches by; an index is chosen on the machine, never here.
NAMES_NO_INDEX = (
    *DOCUMENTS,
    ".env.example",
    "Dockerfile",
    "Makefile",
    "docker-compose.yml",
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-node.txt",
    "bot/web/static/package-lock.json",
    "tests/atproto/package-lock.json",
    "tests/needs.sh",
)
INDEX = re.compile(r"(?i)index-url|find-links|registry\s*=|pythonhosted|\b(?:registry|npm)\.\w+\.\w+|pypi\.\w+|\"resolved\"\s*:")
ONE_MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|root|work|tmp|Users|mnt)/|[A-Z]:\\")
SENTENCE = re.compile(r'= "([a-z:-]+)"  # (?:noqa: \w+ -- )?(.+)')


def commands(of: argparse.ArgumentParser, name: str) -> Iterator[str]:
    """Every command that does something, in full."""
    below = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield name
    for action in below:
        for word, child in action.choices.items():
            yield from commands(child, f"{name} {word}")


def test_every_setting_has_its_line_with_its_description() -> None:
    rows = table_rows("README.md")
    for name, field in Settings.model_fields.items():
        assert f"GATEPOST_{name.upper()}" in rows, name
        assert field.description, name
        assert field.description in text_of("README.md"), name


def test_the_readme_invents_no_setting() -> None:
    known = {f"GATEPOST_{name.upper()}" for name in Settings.model_fields}
    for document in (*DOCUMENTS, ".env.example", "docker-compose.yml", "Dockerfile"):
        assert set(re.findall(r"GATEPOST_[A-Z_]+", text_of(document))) <= known, document


def test_every_setting_stands_in_the_example() -> None:
    there = set(re.findall(r"^#?(GATEPOST_[A-Z_]+)=", text_of(".env.example"), re.MULTILINE))
    assert there == {f"GATEPOST_{name.upper()}" for name in Settings.model_fields}


def test_the_example_holds_no_secret() -> None:
    secret = {"GATEPOST_SECRET_KEYS", "POSTGRES_PASSWORD", "GATEPOST_PRACTICE_PASSWORD"}
    found = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", text_of(".env.example"), re.MULTILINE))
    assert secret <= set(found)
    assert {found[name] for name in secret} == {""}


def test_every_command_has_its_line_and_no_other_has_one() -> None:
    there = {cell for cell in table_rows("README.md") if cell.startswith("gatepost ")}
    assert there == set(commands(parser(), "gatepost"))


def test_every_command_named_in_the_text_is_one() -> None:
    known = set(commands(parser(), "gatepost"))
    first = {command.split()[1] for command in known}
    for document in DOCUMENTS:
        for words in re.findall(r"`gatepost ([a-z][a-z -]*)", text_of(document)):
            assert words.split()[0] in first, (document, words)


def test_every_act_has_its_line_in_the_words_of_the_code() -> None:
    said = dict(SENTENCE.findall(text_of("bot/audit/actions.py") + text_of("bot/audit/actions_consent.py")))
    assert set(said) == {act.value for act in EVERY}
    rows = table_rows("README.md")
    assert {act.value: rows.get(act.value) for act in EVERY} == said


def test_every_policy_profile_has_its_line() -> None:
    rows = table_rows("README.md")
    for name in profiles.names():
        assert name in rows, name
        if name != "default":
            assert rows[name] == profiles.load(name).title


def test_every_profile_s_review_date_is_the_one_in_its_file() -> None:
    for name in profiles.names():
        due = profiles.load(name).review_due.value
        line = next(line for line in text_of("README.md").splitlines() if line.startswith(f"| `{name}` |"))
        assert f"{due.day} {due:%B %Y}" in line, name


def test_every_network_has_its_line_under_the_name_people_use() -> None:
    rows = table_rows("README.md")
    assert {name: rows.get(name) for name in CAPABILITIES} == {name: row.label for name, row in CAPABILITIES.items()}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_something(document: str) -> None:
    for link in links(document):
        file = ROOT / (link.file or document)
        assert file.exists(), link
        if link.anchor:
            assert link.anchor in anchors(link.file or document), link


def test_every_function_that_is_pointed_at_is_there() -> None:
    pointed = [(link, document) for document in DOCUMENTS for link in links(document) if link.file.endswith(".py")]
    assert len(pointed) > 20
    for link, document in pointed:
        name = link.text.strip("`").rpartition(".")[2]
        assert name in defined(ROOT / link.file), (document, link)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_document_knows_one_machine(document: str) -> None:
    assert ONE_MACHINE.findall(text_of(document)) == []


@pytest.mark.parametrize("file", NAMES_NO_INDEX)
def test_no_file_names_a_package_index(file: str) -> None:
    assert [line for line in text_of(file).splitlines() if INDEX.search(line)] == []


def test_the_changelog_speaks_of_this_version() -> None:
    version = re.search(r'^version = "(.+)"$', text_of("pyproject.toml"), re.MULTILINE)
    assert version
    part = text_of("CHANGELOG.md").partition(f"## {version[1]}")[2]
    assert len(part.split()) > 100


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    for document in DOCUMENTS:
        for words in re.findall(r"`make ([a-z]+)`", text_of(document)):
            assert words in targets, (document, words)
    assert {"run", "test", "install"} <= targets
