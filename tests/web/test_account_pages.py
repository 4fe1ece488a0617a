"""The register of accounts and the stop switch through their pages."""

from typing import Any

import pytest
from sqlmodel import select

from bot.accounts import stop
from bot.accounts.models import Account, AccountState, Custodian
from bot.audit.models import Entry
from bot.people.models import Academy
from bot.platforms.practice_world import Fault, PracticeFault, someone
from tests.web.conftest import World


def _asked(world: World, **changes: Any) -> dict[str, Any]:
    asked = {
        "academy_id": str(world.academy_id),
        "platform": "practice",
        "handle": "sports_news",
        "purpose": "Results and fixtures of the academy's teams, for families.",
        "official_email": "sport@academy.example",
        "custodian_ids": [str(world.people["slt"]), str(world.people["admin"])],
    }
    return {**asked, **changes}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"academy_id": ""}, "academy_id", "Choose an academy."),
        ({"platform": "carrier pigeon"}, "platform", "Choose one of the networks in the list."),
        ({"handle": "two words"}, "handle", "Enter the account&#39;s handle"),
        ({"handle": "PRACTICE_academy"}, "handle", "already registered to this academy"),
        ({"purpose": "News"}, "purpose", "at least 30 characters"),
        ({"official_email": "me@private.example"}, "official_email", "Use an official address"),
        ({"custodian_ids": []}, "custodian_ids", "Choose at least 2 different people"),
    ],
)
def test_a_wrong_field_loses_nothing_that_was_typed(world: World, changes: dict[str, Any], field: str, sentence: str) -> None:
    answer = world.browser("author").post("/accounts/new", data=_asked(world, **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    if field != "purpose":
        assert "Results and fixtures of the academy&#39;s teams, for families." in answer.text
    if field != "official_email":
        assert 'value="sport@academy.example"' in answer.text
    if field != "custodian_ids":
        assert f'value="{world.people["slt"]}" checked' in answer.text


def test_an_account_is_proposed_decided_connected_and_suspended(world: World) -> None:
    author, head, admin = world.browser("author"), world.browser("head"), world.browser("admin")
    address = author.post("/accounts/new", data=_asked(world)).headers["location"]
    assert "The Headteacher decides next." in author.get(address).text
    early = admin.post(f"{address}/connect", data={"account": "1"})
    assert early.status_code == 403
    assert "has not approved this account yet" in early.text
    assert "Decide whether @sports_news" in head.get("/").text
    unsaid = head.post(f"{address}/decide", data={"decision": "refuse"})
    assert unsaid.status_code == 422
    assert 'value="refuse" checked' in unsaid.text
    assert head.post(f"{address}/decide", data={"decision": "approve"}).status_code == 303
    assert "Connect @sports_news" in admin.get("/").text
    with world.session() as session:
        remote = str(someone(session, "sports_news").id)
    assert admin.post(f"{address}/connect", data={"account": remote}).status_code == 303
    shown = admin.get(address).text
    assert "locked away and is not shown again" in shown
    assert "Connected" in shown
    assert admin.post(f"{address}/suspend", data={"reason": ""}).status_code == 422
    assert admin.post(f"{address}/suspend", data={"reason": "Under review"}).status_code == 303
    assert "Under review" in author.get(address).text
    assert admin.post(f"{address}/resume").status_code == 403
    assert head.post(f"{address}/resume").status_code == 303


def test_whoever_proposed_an_account_does_not_decide_it(world: World) -> None:
    head = world.browser("head")
    address = head.post("/accounts/new", data=_asked(world)).headers["location"]
    answer = head.post(f"{address}/decide", data={"decision": "approve"})
    assert answer.status_code == 403
    assert "You proposed this account, so somebody else decides." in answer.text
    assert 'value="approve" checked' in answer.text


def test_a_credential_is_never_sent_back_or_written_down(world: World) -> None:
    admin, secret = world.browser("admin"), "a-credential-nobody-may-see"
    with world.session() as session:
        bluesky = Account(
            academy_id=world.academy_id,
            platform="x",
            handle="academy",
            purpose="News of the academy for families.",
            official_email="office@academy.example",
            state=AccountState.APPROVED,
        )
        session.add(bluesky)
        session.commit()
        address = f"/accounts/{bluesky.id}"
    form = admin.get(f"{address}/connect/keys").text
    assert form.count('type="password"') == 4
    answer = admin.post(f"{address}/connect", data={"consumer_key": secret, "consumer_secret": "", "access_token": secret})
    assert answer.status_code == 422
    assert "Enter the API key secret." in answer.text
    assert secret not in answer.text
    with world.session() as session:
        assert secret not in str([e.model_dump() for e in session.exec(select(Entry))])


def test_a_network_that_turns_the_details_away_is_said_beside_the_field(world: World) -> None:
    admin = world.browser("admin")
    with world.session() as session:
        row = someone(session, "practice_academy")
        session.add(PracticeFault(account_id=row.id or 0, kind=Fault.TURNED_AWAY))
        session.commit()
        remote = str(row.id)
    answer = admin.post(f"/accounts/{world.account_id}/connect", data={"account": remote})
    assert answer.status_code == 422
    assert "The network does not accept these details." in answer.text


def test_custodians_are_added_and_taken_away(world: World) -> None:
    admin, path = world.browser("admin"), f"/accounts/{world.account_id}/custodians"
    assert admin.post(path, data={"person_id": str(world.people["dpo"])}).status_code == 303
    assert admin.post(path, data={"person_id": str(world.people["slt"]), "take_away": "yes"}).status_code == 303
    assert admin.post(path, data={"person_id": str(world.people["dpo"]), "take_away": "yes"}).status_code == 303
    assert "Too few" in admin.get(f"/accounts/{world.account_id}").text
    with world.session() as session:
        assert [c.person_id for c in session.exec(select(Custodian))] == [world.people["admin"]]
    assert admin.post(path, data={"person_id": ""}).status_code == 422


def test_an_account_is_acknowledged_by_those_the_policy_names(world: World) -> None:
    path = f"/accounts/{world.account_id}/acknowledge"
    assert world.browser("author").post(path).status_code == 403
    assert world.browser("head").post(path).status_code == 303
    assert "Head person" in world.browser("head").get(f"/accounts/{world.account_id}").text


def test_S03_1_an_account_of_another_academy_is_not_here(world: World) -> None:
    with world.session() as session:
        other = Academy(name="Another Academy", email_domain="other.example")
        session.add(other)
        session.flush()
        theirs = Account(academy_id=other.id or 0, platform="practice", handle="theirs", purpose="Their own news.", official_email="o@other.example")
        session.add(theirs)
        session.commit()
        address = f"/accounts/{theirs.id}"
    head = world.browser("head")
    assert "theirs" not in head.get("/accounts").text
    for path in ("", "/decide", "/suspend"):
        assert head.get(address + path).status_code == 404
    assert head.post(f"{address}/decide", data={"decision": "approve"}).status_code == 404
    assert head.post("/stop", data={"what": f"account:{theirs.id}", "reason": "Not mine"}).status_code == 403


@pytest.mark.parametrize("what", ["account", "academy", "trust"])
def test_a_leader_stops_and_lifts(world: World, what: str) -> None:
    leader = world.browser("slt")
    chosen = {"account": f"account:{world.account_id}", "academy": f"academy:{world.academy_id}", "trust": "trust"}[what]
    assert f'value="{chosen}"' in leader.get("/stop").text
    assert leader.post("/stop", data={"what": chosen, "reason": "An incident"}).headers["location"] == "/stop"
    with world.session() as session:
        assert stop.standing(session, session.get_one(Account, world.account_id)) is not None
    text = leader.get("/stop").text
    assert "Stopped. Nothing more goes out" in text
    assert "An incident" in text
    assert leader.post("/stop/1/lift").status_code == 303
    with world.session() as session:
        assert stop.pressed(session) == []
    assert leader.post("/stop/1/lift").status_code == 403


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"what": "trust", "reason": " "}, "reason"),
        ({"what": "", "reason": "Fire"}, "what"),
        ({"what": "academy:", "reason": "Fire"}, "what"),
        ({"what": "account:x", "reason": "Fire"}, "what"),
        ({"what": "account:²", "reason": "Fire"}, "what"),
        ({"what": "trust:1", "reason": "Fire"}, "what"),
        ({"what": "planet:1", "reason": "Fire"}, "what"),
    ],
)
def test_a_stop_without_a_reason_or_a_thing_keeps_what_was_typed(world: World, typed: dict[str, str], field: str) -> None:
    answer = world.browser("slt").post("/stop", data=typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    if typed["reason"].strip():
        assert f'value="{typed["reason"]}"' in answer.text
    with world.session() as session:
        assert stop.pressed(session) == []


def test_an_account_page_says_what_its_network_cannot_do_and_what_a_person_does(world: World) -> None:
    with world.session() as session:
        row = session.get_one(Account, world.account_id)
        row.platform = "mastodon"
        session.commit()
    text = world.browser("author").get(f"/accounts/{world.account_id}").text
    assert "Mastodon cannot hide a reply." in text
    assert "Open the reply. Press the three dots, then Report." in text
