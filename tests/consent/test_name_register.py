"""The register finds the names it holds, however they are written, and cannot be read back."""

import pickle
import sys
import time

import pytest

from bot.consent.names import Person, Register

KEY = b"a key that is only for tests, 32"


def register(*people: Person) -> Register:
    return Register(people, KEY)


SAMPLE = register(
    Person("Testa", "Placeholder"),
    Person("Sampel", "O'Dummy-Name", preferred="Sammo"),
    Person("Grace", "Exampleson"),
    Person("Zoë", "Łfixture"),
    Person("Demo", "Teacherly", kind="staff"),
    Person("Quietly", "Hiddenson", never_publish=True),
)


def found(text: str) -> list[tuple[str, bool]]:
    return [(text[match.start : match.end], match.full) for match in SAMPLE.matches(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Well done Testa Placeholder!", [("Testa Placeholder", True)]),
        ("well done testa placeholder", [("testa placeholder", True)]),
        ("TESTA PLACEHOLDER wins", [("TESTA PLACEHOLDER", True)]),
        ("Testa Placeholder's picture", [("Testa Placeholder", True)]),
        ("Testa's picture", [("Testa", False)]),
        ("Placeholder, Testa", [("Placeholder, Testa", True)]),
        ("T. Placeholder came too", [("T. Placeholder", True)]),
        ("Testa Middle Placeholder", [("Testa Middle Placeholder", True)]),
        ("Sampel O’Dummy Name and Sammo", [("Sampel O’Dummy Name", True), ("Sammo", False)]),
        ("Zoe Lfixture sang", [("Zoe Lfixture", True)]),
        ("#TestaPlaceholder is here", [("TestaPlaceholder", True)]),
        ("T e s t a P l a c e h o l d e r", [("T e s t a P l a c e h o l d e r", True)]),
        ("Testable placeholders are useful", []),
        ("Nobody at all", []),
        ("", []),
    ],
)
def test_names_are_found_however_they_are_written(text: str, wanted: list[tuple[str, bool]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Grace and kindness matter.", []),
        ("they moved with grace", []),
        ("This week Grace led the choir.", [("Grace", False)]),
        ("Miss Grace retires", []),
        ("Grace Exampleson led", [("Grace Exampleson", True)]),
    ],
)
def test_a_name_that_is_also_a_word_counts_only_as_a_capital_inside_a_sentence(text: str, wanted: list[tuple[str, bool]]) -> None:
    assert found(text) == wanted


def test_kind_and_flag_travel_with_the_match() -> None:
    staff = next(iter(SAMPLE.matches("Demo Teacherly retires")))
    hidden = next(iter(SAMPLE.matches("Quietly Hiddenson won")))
    assert (staff.kind, staff.never_publish) == ("staff", False)
    assert (hidden.kind, hidden.never_publish) == ("pupil", True)


def test_no_name_can_be_read_from_a_register() -> None:
    dump = pickle.dumps(SAMPLE) + repr(SAMPLE).encode() + repr(vars(SAMPLE)).encode()
    assert not any(name in dump.lower() for name in (b"testa", b"placeholder", b"exampleson", b"sammo"))


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Register([], b"short")


def test_a_roll_is_read_with_the_headings_schools_use() -> None:
    roll = (
        "Legal Surname,Legal Forename,Known As,Reg Form,Flags,Type\n"
        "Placeholder,Testa,,7B,,Pupil\nHiddenson,Quietly,Quill,8C,do not publish,Pupil\nTeacherly,Demo,,,,Staff\n,Nosurname,,9A,,Pupil\n\n"
    )
    made, problems = Register.from_csv(roll, KEY)
    assert made.count == 3
    assert problems == ["Row 5 was left out: the surname is missing."]
    assert [match.never_publish for match in made.matches("Testa Placeholder and Quill Hiddenson")] == [False, True]
    assert next(iter(made.matches("Demo Teacherly"))).kind == "staff"


@pytest.mark.parametrize(
    ("roll", "sentence"),
    [
        ("colour,size\nred,large\n", "needs a column for the forename"),
        ("First name,Last name\n", "no usable row"),
        ("missing-file.csv", "cannot be read"),
    ],
)
def test_a_roll_that_cannot_be_used_says_why_in_a_sentence(roll: str, sentence: str) -> None:
    made, problems = Register.from_csv(roll, KEY)
    assert made.count == 0
    assert sentence in problems[0]


def test_a_hundred_thousand_names_are_looked_up_quickly(capsys: pytest.CaptureFixture[str]) -> None:
    letters = "bcdfghjklmnpqrstvw"
    people = [
        Person(
            f"Fore{letters[n % 18]}a{letters[n // 18 % 18]}o{letters[n // 324 % 18]}", f"Sur{letters[n // 5832 % 18]}e{n % 7 * 'o'}{letters[n % 17]}"
        )
        for n in range(100_000)
    ]
    start = time.perf_counter()
    big = Register(people, KEY)
    built = time.perf_counter() - start
    post = "Our netball team travelled to the county final this weekend and played with great spirit in the rain. " * 3 + "Testa Placeholder"
    start = time.perf_counter()
    for _ in range(20):
        assert not list(big.matches(post))
    each = (time.perf_counter() - start) / 20 * 1000
    with capsys.disabled():
        sys.stdout.write(f"\nregister: 100,000 people built in {built:.2f} s, {each:.2f} ms a post of {len(post.split())} words\n")
    assert big.count == 100_000
