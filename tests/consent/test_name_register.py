"""The register finds the names it holds, however they are written, and cannot be read back."""

import pickle

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


def test_a_register_is_kept_and_read_back_whole() -> None:
    again = Register.unpacked(SAMPLE.packed(), SAMPLE.count, KEY)
    text = "Testa Placeholder met Demo Teacherly"
    assert list(again.matches(text)) == list(SAMPLE.matches(text))
    with pytest.raises(ValueError, match="whole"):
        Register.unpacked(SAMPLE.packed()[:-1], SAMPLE.count, KEY)


def test_with_another_key_nothing_is_found() -> None:
    other = Register.unpacked(SAMPLE.packed(), SAMPLE.count, b"some other key that fits nothing")
    assert list(other.matches("Testa Placeholder")) == []


def test_each_name_of_many_is_found_and_no_other() -> None:
    letters = "bcdfghjklmnpqrstvw"
    people = [Person(f"Fore{letters[n % 18]}a{letters[n // 18 % 18]}", f"Sur{letters[n // 324]}e{letters[n % 17]}") for n in range(2_000)]
    many = register(*people)
    assert many.count == 2_000
    assert all(next(iter(many.matches(f"We saw {p.forename} {p.surname} today"))).full for p in people)
    assert not any(match.full for p in people for match in many.matches(f"We saw {p.forename} {p.surname}x today"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("T\u200bes\u200bta Place\u200bholder", "T\u200bes\u200bta Place\u200bholder"),
        ("Tеstа Plасеhоldеr", "Tеstа Plасеhоldеr"),  # Cyrillic е, а, с, о
        ("T3sta Pl4ceholder came", "T3sta Pl4ceholder"),
        ("T.e.s.t.a  P.l.a.c.e.h.o.l.d.e.r", "T.e.s.t.a  P.l.a.c.e.h.o.l.d.e.r"),
        ("𝐓𝐞𝐬𝐭𝐚 𝐏𝐥𝐚𝐜𝐞𝐡𝐨𝐥𝐝𝐞𝐫", "𝐓𝐞𝐬𝐭𝐚 𝐏𝐥𝐚𝐜𝐞𝐡𝐨𝐥𝐝𝐞𝐫"),
        ("#WellDoneTestaPlaceholder", "TestaPlaceholder"),
        ("PLACEHOLDER, Testa", "PLACEHOLDER, Testa"),
        ("Placeholder T.", None),
        ("Placeholder, T.", "Placeholder, T"),
        ("Tes ta Place holder", "Tes ta Place holder"),
        ("Testa Placeholder’s prize", "Testa Placeholder"),
        ("Sampel Dummy-Name", None),
        ("Sampel O'Dummy", "Sampel O'Dummy"),
    ],
)
def test_a_name_in_disguise_is_found_where_it_stands(text: str, wanted: str | None) -> None:
    whole = [text[match.start : match.end] for match in SAMPLE.matches(text) if match.full]
    assert whole == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Room B Hall is open", None),
        ("A Ward came", None),
        ("The award_2026 photo", None),
        ("Congratulations B. Hall", "initial"),
        ("IMG_bhall_7B", "initial"),
        ("The Exampleworth family came", "family"),
        ("Thanks to the Exampleworths for cakes", "family"),
        ("The Halls were full", None),
    ],
)
def test_an_initial_or_a_family_counts_where_it_cannot_be_a_word(text: str, form: str | None) -> None:
    names = register(Person("Bertha", "Hall"), Person("Anna", "Ward"), Person("Plainly", "Exampleworth"))
    assert [match.form for match in names.matches(text) if match.form != "first"] == ([form] if form else [])


@pytest.mark.parametrize(
    ("written", "alike"),
    [("Testa Placehodler", True), ("Testa Placeholdr", True), ("Tessta Placeholder", True), ("Tosta Placeholder", True), ("Grace Something", False)],
)
def test_one_wrong_letter_is_noticed(written: str, alike: bool) -> None:
    assert SAMPLE.resembles(written) is alike


def test_the_own_number_and_handle_of_staff_are_known() -> None:
    made, problems = Register.from_csv("Forename,Surname,Type,Mobile,Handles\nDemo,Teacherly,Staff,07700 900123,@demo_t; @demoteacherly\n", KEY)
    assert problems == []
    assert all(made.holds(own) for own in ("+44 7700 900123", "07700900123", "@Demo_T", "demoteacherly"))
    assert not any(made.holds(other) for other in ("07700 900124", "@demo", ""))


ROLL = "Forename;Surname;Preferred Name;Type\n{};Placeholder;;Pupil\nPlainly;Other;;Student\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_roll_is_read_in_the_encodings_that_systems_write(encoding: str) -> None:
    made, problems = Register.from_csv(ROLL.format("Zoë").encode(encoding), KEY)
    assert (made.count, problems) == (2, [])
    assert next(iter(made.matches("Zoe Placeholder"))).full


def test_bad_rows_are_told_by_number_and_never_by_name() -> None:
    roll = 'Surname,Forename,Type\nPlaceholder,"Testa",Pupil\n,Secretname,Pupil\nSecretname,,Pupil\nSecretname,123,Pupil\nSecretname,Odd,Dragon\n'
    made, problems = Register.from_csv(roll, KEY)
    assert made.count == 2
    assert [p.split(" ", 3)[:2] for p in problems] == [["Row", "3"], ["Row", "4"], ["Row", "5"], ["Row", "6"]]
    assert not any("secretname" in p.casefold() for p in problems)
