"""The report on moderation over HTTP: who reads it, what bad days do, what is taken away and put on record, what nobody may learn."""

import csv
import io
import json

import pytest
from sqlmodel import select

from bot.audit.models import Entry
from bot.people.permissions import TABLE, Role, Verb
from bot.reports.moderation_figures import FEWER
from tests.reports.past import ALARM, HIDDEN, KEPT, Past, settled, utc
from tests.web.conftest import World

PAGE = "/reports/moderation"
OCTOBER = "?since=2026-10-01&until=2026-10-31"


@pytest.fixture
def lived(world: World) -> World:
    at = utc(2026, 10, 6, 9)
    with world.session() as session:
        past = Past(world, session)
        past.comment(at, KEPT, author_handle="testa_placeholder", text="A word that must not be seen")
        past.comment(at, HIDDEN, settled("restore", "misread", world.people["slt"]), hidden_s=31)
        for _ in range(3):
            past.comment(at, ALARM, hidden_s=40)
        session.commit()
    return world


def test_whoever_answers_for_moderation_reads_it_and_nobody_else(lived: World) -> None:
    for role in Role:
        client = lived.browser(role.value)
        allowed = role in TABLE[Verb.READ_MODERATION]
        for path in (PAGE, f"{PAGE}/download.csv"):
            assert client.get(path + OCTOBER).status_code == (200 if allowed else 403), (role, path)
    governor = lived.browser("governor")
    assert f'href="{PAGE}"' in governor.get(f"{PAGE}/public").text
    assert governor.get(f"{PAGE}/page.css").headers["content-type"].startswith("text/css")
    assert f'href="{PAGE}"' not in lived.browser("author").get("/").text


def test_a_governor_sees_numbers_and_neither_a_name_nor_a_word_nor_how_many_were_about_a_child(lived: World) -> None:
    client = lived.browser("governor")
    page = client.get(PAGE + OCTOBER).text
    assert "In October 2026, 2 comments came in; 1 was hidden by the machine, after 31 seconds; 1 was hidden wrongly and shown again." in page
    assert f"<span>{FEWER}</span>" in page
    files = [client.get(f"{PAGE}/download.{kind}{OCTOBER}").text for kind in ("csv", "json")]
    for text in (page, *files):
        for secret in ("testa_placeholder", "A word that must not be seen", "Slt person", "acknowledged"):
            assert secret not in text
    assert "Shown to the safeguarding leads and the Headteacher alone." not in page
    lead = lived.browser("dsl").get(PAGE + OCTOBER).text
    assert "Shown to the safeguarding leads and the Headteacher alone." in lead
    assert "within 40 seconds in the middle case" in lead


def test_the_numbers_are_in_the_text_and_the_bars_only_beside_them(lived: World) -> None:
    page = lived.browser("slt").get(PAGE + OCTOBER).text
    assert page.count("<h1") == 1
    assert page.count('<svg class="gp-bar"') == page.count('aria-hidden="true" focusable="false"><rect') > 5
    assert "style=" not in page.split("<main", 1)[1]
    assert '<th scope="row"' in page
    assert "What could not be counted" in page
    assert "How good the judge is" in page


@pytest.mark.parametrize(
    ("query", "sentence", "kept"),
    [
        ("?since=yesterday&until=2026-10-31", "Enter a date as year, month and day", 'value="yesterday"'),
        ("?since=2026-02-30", "Enter a date as year, month and day", 'value="2026-02-30"'),
        ("?since=2026-10-31&until=2026-10-01", "The last day cannot be before the first.", 'value="2026-10-01"'),
        ("?since=2199-01-01&until=2199-02-01", "not in the future", 'value="2199-01-01"'),
        ("?since=0001-01-01", "Choose a year from 1990", 'value="0001-01-01"'),
        ("?until=9999-12-31", "Choose a year between", 'value="9999-12-31"'),
        ("?where=%3Cscript%3E&since=2026-10-01", "Choose one of the academies or accounts", 'value="2026-10-01"'),
    ],
)
def test_bad_days_are_said_and_kept(lived: World, query: str, sentence: str, kept: str) -> None:
    client = lived.browser("governor")
    answer = client.get(PAGE + query)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept in answer.text
    assert "<script>" not in answer.text.split("<main", 1)[1]
    assert client.get(f"{PAGE}/download.csv{query}").status_code == 422


def test_both_bad_days_are_said_at_once(lived: World) -> None:
    text = lived.browser("slt").get(f"{PAGE}/public?since=x&until=y").text
    assert ('href="#since"' in text, 'href="#until"' in text) == (True, True)


def test_an_account_of_somebody_else_is_not_there(lived: World) -> None:
    for where in ("academy:99", "account:99"):
        assert lived.browser("slt").get(f"{PAGE}?where={where}").status_code == 404


def test_C32_each_download_is_on_record_and_says_what_was_taken(lived: World) -> None:
    client = lived.browser("governor")
    query = f"{OCTOBER}&where=account:{lived.account_id}"
    answer = client.get(f"{PAGE}/download.csv{query}")
    assert answer.headers["content-disposition"] == 'attachment; filename="moderation-2026-10-01-to-2026-10-31.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert ["Month by month", "October 2026", "Came in", "2", "2"] in rows
    assert ["report", "accounts", "", "", "'@practice_academy on Practice network"] in rows, "a handle is no formula"
    read = json.loads(client.get(f"{PAGE}/download.json{query}").text)
    assert read["accounts"] == "@practice_academy on Practice network"
    client.get(PAGE + query)  # only looking is not
    with lived.session() as session:
        entries = session.exec(select(Entry).where(Entry.act == "report:download").order_by(Entry.seq)).all()  # type: ignore[arg-type]
        assert [(e.actor_id, e.account_id, e.detail["kind"], e.detail["since"]) for e in entries] == [
            (lived.people["governor"], lived.account_id, kind, "2026-10-01") for kind in ("csv", "json")
        ]


def test_the_words_to_publish_can_be_copied_and_hold_no_small_number(lived: World) -> None:
    page = lived.browser("slt").get(f"{PAGE}/public{OCTOBER}").text
    words = page.split("<textarea", 1)[1].split("</textarea>", 1)[0]
    assert "How we moderate comments: Practice Academy" in words
    assert f"In October 2026, {FEWER} comments were read." in words
    assert "We hide sexual content: children read this page." in words
    assert "office@academy.example" in words
    assert "31 seconds" not in words
