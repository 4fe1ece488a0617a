"""The audit record and the policy through their pages."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.accounts.models import Account
from bot.audit.actions import EVERY, Act, Outcome
from bot.audit.log import GATEPOST, Actor, append, history
from bot.audit.models import Entry
from bot.people.models import Academy, Attestation
from bot.web.act_words import sentences
from bot.web.pages.policy_words import spoken_value
from tests.web.conftest import World


@pytest.fixture
def filled(world: World) -> World:
    with world.session() as session:
        append(session, Actor(world.people["author"], "Author person"), Act.DRAFT_CREATED, "draft:1", academy_id=world.academy_id)
        append(session, GATEPOST, Act.PUBLISHED, "draft:1", academy_id=world.academy_id, where="<script>alert(1)</script>")
        append(session, GATEPOST, Act.CASE_RAISED, "case:9", academy_id=world.academy_id, account_id=world.account_id)
        append(session, Actor(world.people["author"], "Author person"), Act.CASE_OPENED, "case:9", outcome=Outcome.REFUSED, rule="role")
        session.commit()
    return world


def _rows(text: str) -> int:
    return text.count('<tr class="govuk-table__row">') - 1


def test_reading_the_record_is_on_record(filled: World) -> None:
    governor = filled.browser("governor")
    governor.get("/audit", params={"subject": "draft:1"})
    with filled.session() as session:
        last = history(session, "audit")[-1]
    assert (last.act, last.outcome, last.actor_id) == (Act.READ_AUDIT, Outcome.READ, filled.people["governor"])
    assert last.detail == {"search": {"subject": "draft:1"}}


def test_turned_away_from_the_record_is_on_record_too(filled: World) -> None:
    filled.browser("author").get("/audit")
    with filled.session() as session:
        last = session.exec(select(Entry).order_by(sa.desc("seq"))).first()
    assert last is not None
    assert (last.act, last.outcome, last.actor_id) == (Act.READ_AUDIT, Outcome.REFUSED, filled.people["author"])


def test_the_record_is_searched(filled: World) -> None:
    governor = filled.browser("governor")
    assert _rows(governor.get("/audit", params={"subject": "draft:1"}).text) == 2
    assert _rows(governor.get("/audit", params={"act": Act.PUBLISHED.value}).text) == 1
    assert _rows(governor.get("/audit", params={"person": str(filled.people["author"])}).text) == 1
    assert "Nothing on record fits." in governor.get("/audit", params={"until": "2001-01-01"}).text
    assert "&lt;script&gt;alert" in governor.get("/audit").text


def test_a_date_that_is_none_is_said_and_the_search_stays(filled: World) -> None:
    answer = filled.browser("governor").get("/audit", params={"since": "yesterday", "subject": "draft:1"})
    assert answer.status_code == 422
    assert "Enter a date as year, month and day" in answer.text
    assert 'value="draft:1"' in answer.text


@pytest.mark.parametrize("params", [{"before": "x"}, {"person": "-1"}, {"before": "99999999999999999999"}, {"act": "'; drop"}])
def test_odd_addresses_do_no_harm(filled: World, params: dict[str, str]) -> None:
    assert filled.browser("governor").get("/audit", params=params).status_code == 200


def test_the_record_is_paged(filled: World) -> None:
    with filled.session() as session:
        for number in range(60):
            append(session, GATEPOST, Act.EVIDENCE, f"reply:{number}")
        session.commit()
    governor = filled.browser("governor")
    first = governor.get("/audit", params={"act": Act.EVIDENCE.value}).text
    assert _rows(first) == 50
    onward = first.partition('href="/audit?before=')[2].partition('"')[0].replace("&amp;", "&")
    assert _rows(governor.get(f"/audit?before={onward}").text) == 10


def test_safeguarding_keeps_its_place_and_shows_nothing(filled: World) -> None:
    governor = filled.browser("governor")
    everything = governor.get("/audit").text
    assert everything.count("kept for the safeguarding lead") == 2
    assert "case:9" not in everything
    assert "Nothing on record fits." in governor.get("/audit", params={"subject": "case:9"}).text
    assert "Nothing on record fits." in governor.get("/audit", params={"act": Act.CASE_RAISED.value}).text
    assert _rows(governor.get("/audit", params={"person": str(filled.people["author"])}).text) == 1


def test_verifying_says_whole_and_then_which_entry_was_changed(filled: World) -> None:
    governor = filled.browser("governor")
    whole = governor.post("/audit/verify")
    assert "The record is whole" in whole.text
    with filled.session() as session:
        session.execute(sa.text("DROP TRIGGER audit_entry_no_update"))
        session.execute(sa.update(Entry).where(sa.column("seq") == 2).values(actor="Somebody else"))
        session.commit()
    broken = governor.post("/audit/verify").text
    assert "The record is broken" in broken
    assert "entry 2 was changed after it was written." in broken
    with filled.session() as session:
        checks = [e.detail["whole"] for e in session.exec(select(Entry).where(Entry.act == Act.VERIFIED).order_by(sa.asc("seq")))]
    assert checks == [True, False]


def test_every_act_has_its_sentence() -> None:
    assert set(sentences()) == {act.value for act in EVERY}
    assert all(words[0].isupper() for words in sentences().values())


def test_the_policy_page_says_which_clause_and_what_is_only_proposed(world: World) -> None:
    with world.session() as session:
        session.get_one(Academy, world.academy_id).policy = "acet"
        session.commit()
    text = world.browser("author").get("/policy").text
    assert "Clause ACET-" in text
    assert "Proposed default, to be confirmed" in text


def test_an_overdue_policy_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.pages.policy.today", lambda: date(2027, 9, 10))
    assert "10 days overdue" in world.browser("author").get("/policy").text


def test_confirming_needs_the_tick_and_is_on_record(world: World) -> None:
    with world.session() as session:
        session.execute(sa.delete(Attestation))
        session.commit()
    author = world.browser("author")
    assert "Read the policy and confirm" in author.get("/").text
    unticked = author.post("/policy")
    assert unticked.status_code == 422
    assert "Tick the box to confirm" in unticked.text
    assert author.post("/policy", data={"understood": "yes"}).status_code == 303
    assert "Read the policy and confirm" not in author.get("/").text
    assert "You have confirmed this version." in author.get("/policy").text


def test_S04_3_nobody_confirms_for_somebody_else(world: World) -> None:
    with world.session() as session:
        session.execute(sa.delete(Attestation))
        session.commit()
    admin = world.browser("admin")
    for who in ("author", "checker", "slt"):
        answer = admin.post("/policy", data={"understood": "yes", "on_behalf_of": str(world.people[who])})
        assert answer.status_code == 403
        assert "Only the person themselves can confirm that they read the policy." in answer.text
    with world.session() as session:
        assert session.exec(select(Attestation)).all() == []
        entry = history(session, f"person:{world.people['author']}")[-1]
    assert (entry.act, entry.outcome, entry.actor_id) == (Act.ATTESTED, Outcome.REFUSED, world.people["admin"])


@pytest.mark.parametrize(
    ("value", "words"), [(True, "yes"), ("2026-09-01", "1 September 2026"), (["head", "dsl"], "Headteacher, Designated safeguarding lead")]
)
def test_values_read_as_a_person_would_say_them(value: object, words: str) -> None:
    assert spoken_value(value) == words


def test_the_history_of_an_account_is_on_its_page(world: World) -> None:
    world.browser("slt").post(f"/accounts/{world.account_id}/suspend", data={"reason": "A test of the page"})
    text = world.browser("author").get(f"/accounts/{world.account_id}").text
    assert "The account was suspended" in text
    assert "Reason: A test of the page" in text
    with world.session() as session:
        assert session.get_one(Account, world.account_id).reason == "A test of the page"
