"""What machines ask (/healthz, /readyz, /metrics), and what people see of whether Gatepost watches (C33)."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from bot.accounts.models import Account, Stream, StreamKind
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.db import connect, open_session
from bot.drafts.lifecycle import State
from bot.drafts.models import Draft
from bot.moderation.models import Reply, Review
from bot.moderation.verdict import Word
from bot.reports import working, working_outages
from bot.secrets import Vault
from bot.settings import Settings
from bot.web.app import create_app
from tests.web.conftest import OURS, World

TOKEN = "a-token-for-the-machine-that-asks"
GOOD = {"ready": True, "wrong": []}


@pytest.fixture
def whole(world: World) -> World:
    """With a credential that opens, and a worker that beats."""
    with world.session() as session:
        account = session.get_one(Account, world.account_id)
        account.credential = Vault(world.settings.keys).lock({"account": "1"})
        session.add(account)
        key = working.enrol(session, working.BEAT_S)
        working.note(session, key, counted={"sweeps": [[0.1, 3], [1.0, 2], [None, 1]], "seconds": 4.5, "jobs": [["publish", "done", 7]]})
        session.commit()
    return world


def beat(session: Session, **values: object) -> None:
    assert working.note(session, working.standing(session).rows[0].id or 0, **values)
    session.commit()


def ready(world: World) -> tuple[int, dict[str, object]]:
    answer = world.stranger().get("/readyz")
    return answer.status_code, answer.json()


def test_C33_healthz_asks_nothing_of_the_database(world: World) -> None:
    gone = Settings(database_url="postgresql://nobody@127.0.0.1:1/none", secret_keys=world.settings.secret_keys)
    client = TestClient(create_app(gone, connect(gone.database_url)), headers=OURS)
    assert (client.get("/healthz").status_code, client.get("/healthz").json()) == (200, {"up": True})
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "wrong": ["The database does not answer."]})


def test_C33_readyz_says_what_is_wrong_and_nothing_secret(whole: World, tmp_path: object) -> None:
    assert ready(whole) == (200, GOOD)
    with whole.session() as session:
        beat(session, beat_at=now() - timedelta(minutes=2), host="machine-7")
    status, said = ready(whole)
    assert status == 503
    assert "The worker is silent for 12" in str(said["wrong"])
    with whole.session() as session:
        beat(session, beat_at=now(), trouble="What is due could not be looked up for: links. The log says why.")
        account = session.get_one(Account, whole.account_id)
        account.credential = "locked with another key"
        session.add(account)
        session.commit()
    status, said = ready(whole)
    assert (status, len(said["wrong"])) == (503, 2)  # type: ignore[arg-type]
    assert not any(word in str(said) for word in ("machine-7", "locked with", "practice_academy"))
    empty = Settings(database_url=f"sqlite:///{tmp_path}/empty.sqlite3", secret_keys=whole.settings.secret_keys)
    client = TestClient(create_app(empty, connect(empty.database_url)), headers=OURS)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["wrong"]) == (503, ["The database is not at this version. Run `gatepost migrate`."])


def test_C33_an_installation_without_a_worker_is_not_ready(world: World) -> None:
    assert "No worker was started yet." in str(ready(world)[1]["wrong"])


def with_metrics(world: World) -> TestClient:
    settings = world.settings.model_copy(update={"metrics_token": TOKEN})
    return TestClient(create_app(settings, world.engine), headers=OURS)


def test_C33_metrics_are_off_without_a_token_and_closed_without_the_right_one(whole: World) -> None:
    assert whole.stranger().get("/metrics").status_code == 404
    client = with_metrics(whole)
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {TOKEN}"}, {"authorization": "Bearer \u00e9".encode("latin-1")}):
        answer = client.get("/metrics", headers=headers)  # type: ignore[arg-type]
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_C33_metrics_count_and_name_nobody(whole: World) -> None:
    with whole.session() as session:
        session.add(Draft(academy_id=whole.academy_id, author_id=whole.people["author"], text="A secret plan", state=State.DRAFT, not_after=now()))
        for severity, minutes in ((1, 30), (3, 90)):
            session.add(
                Reply(
                    account_id=whole.account_id,
                    remote_id=f"r{severity}",
                    author_handle="a_parent_by_name",
                    author_id="99",
                    text="Words of a parent",
                    url="https://example.org/a_parent",
                    platform_at=now(),
                    seen_at=now() - timedelta(minutes=minutes),
                    word=Word.ASK,
                    severity=severity,
                    score=0.5,
                    review=Review.WAITING,
                )
            )
        since = now() - timedelta(minutes=20)
        session.add(Stream(account_id=whole.account_id, kind=StreamKind.REPLIES, failures=4, blind_since=since, last_read=since))
        session.commit()
    text = with_metrics(whole).get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert values['gatepost_drafts{state="draft"}'] == "1.0"
    assert values['gatepost_replies_waiting{severity="S1"}'] == values['gatepost_replies_waiting{severity="S3"}'] == "1.0"
    assert values['gatepost_replies_waiting{severity="S0"}'] == "0.0"
    assert 5400 <= float(values["gatepost_replies_oldest_waiting_seconds"]) < 5500
    assert values[f'gatepost_stream_failures{{account="{whole.account_id}",kind="replies",network="practice"}}'] == "4.0"
    assert values["gatepost_accounts_blind"] == values["gatepost_workers"] == "1.0"
    assert {each: values[f'gatepost_streams{{state="{each}"}}'] for each in ("healthy", "delayed", "blind", "recovering")} == {
        "healthy": "0.0",
        "delayed": "0.0",
        "blind": "1.0",
        "recovering": "0.0",
    }
    assert float(values["gatepost_heartbeat_age_seconds"]) < 60
    assert values['gatepost_jobs_total{job="publish",outcome="done"}'] == "7.0"
    assert [values[f'gatepost_sweep_seconds_bucket{{le="{end}"}}'] for end in ("0.1", "1.0", "+Inf")] == ["3.0", "5.0", "6.0"]
    assert values["gatepost_sweep_seconds_sum"] == "4.5"
    assert not any(word in text for word in ("a_parent", "parent", "secret plan", "practice_academy", "person", "Academy"))


def test_S33_2_every_page_says_that_the_worker_is_dead_while_the_pages_live(whole: World) -> None:
    assert "Not watching." not in whole.browser("author").get("/").text
    with whole.session() as session:
        beat(session, beat_at=now() - timedelta(minutes=3))
    for role in ("author", "slt", "governor"):
        text = whole.browser(role).get("/accounts").text
        assert "Not watching.</strong> Gatepost has not worked since" in text
        assert 'href="/watching"' in text


def test_C33_the_page_says_whether_it_watches_and_when_it_did_not(whole: World) -> None:
    with whole.session() as session:
        since, until = now() - timedelta(hours=3), now() - timedelta(hours=1)
        stream = Stream(account_id=whole.account_id, kind=StreamKind.REPLIES, last_read=now())
        session.add(stream)
        append(
            session, GATEPOST, Act.ACCOUNT_SEEING, f"account:{whole.account_id}", academy_id=whole.academy_id, account_id=whole.account_id,
            kind=StreamKind.REPLIES, blind_since=since, until=until, why="The network asked us to wait.",
        )  # fmt: skip
        session.commit()
    for path in ("/watching", f"/accounts/{whole.account_id}"):
        text = whole.browser("governor").get(path).text
        assert "When it could not be read, in the last three months (1)" in text
        assert "The network asked us to wait." in text
        assert "Comments not seen for " in text
    text = whole.browser("governor").get("/watching").text
    assert "It works. Last beat" in text
    assert "Never, as far as is known here." in text
    assert "Not set up" in text
    with whole.session() as session:
        beat(session, beat_at=now() - timedelta(minutes=3))
        working_outages.look(session)
    text = whole.browser("admin").get("/watching").text
    assert "Nothing goes out, and no comment is read or hidden." in text
    assert "Not read: Gatepost does not work" in text
    assert "it still does not work" in text


def test_C33_the_signal_s_state_is_shown_and_its_address_never(whole: World) -> None:
    url = "https://hc.example.org/ping/words-of-the-address"
    with whole.session() as session:
        beat(session, signal_trouble="The address outside answered 500.", signal_since=now() - timedelta(hours=1))
    client = TestClient(
        create_app(whole.settings.model_copy(update={"heartbeat_url": url}), whole.engine), base_url=whole.settings.address, headers=OURS
    )
    client.cookies.update(whole.browser("admin").cookies)
    text = client.get("/watching").text + client.get("/").text
    assert "Since" in text
    assert "answered 500" in text
    assert "The signal to the outside fails since" in text
    assert "hc.example.org" not in text


def test_C33_an_outage_found_by_nobody_is_none(world: World) -> None:
    with open_session(world.engine) as session:
        assert working_outages.newest(session) == []
        assert session.exec(select(Stream)).all() == []
