"""The main job on the real Bluesky servers: one academy account, from draft to verified post, and everything others do to it."""

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine

from bot.accounts.models import AccountState, Stream
from bot.audit.verify import verify
from bot.cases import evidence, safeguarding
from bot.drafts import strays
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.drafts.resolve import release_again
from bot.errors import BadInput, Refusal
from bot.following.models import StrayFollow, StrayFollowState
from bot.following.watch import open_strays
from bot.moderation.desk import decide
from bot.moderation.models import Reply, Review, Visibility
from bot.settings import Settings
from tests.atproto.network import Network
from tests.atproto.wire import Wire, bad_line
from tests.journeys.bluesky_scene import POST, Governed, govern, picture
from tests.scene import PLAIN, WITH_FIGURE

LINK = "https://www.academy-a.example.sch.uk/results"
TEXT = f"{WITH_FIGURE} Read more: {LINK}"
ALT = "A display in the school hall, with paper stars on a green board"
ABUSE = "You are a useless waste of space and I will find you and break your legs."
CRITICISM = "Disappointed again. The car park was chaos and nobody answers the phone."
DISCLOSURE = "I cut myself every night and I want to die"
MISREAD = "There is a chink in our defence lol"
SIGN_IN, PUT = "com.atproto.server.createSession", "com.atproto.repo.putRecord"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def governed(engine: Engine, gate_settings: Settings, bluesky_network: Network) -> Governed:
    return govern(engine, gate_settings, bluesky_network)


@pytest.fixture
def wire(bluesky_network: Network) -> Iterator[Wire]:
    with bad_line(bluesky_network.url) as line:
        yield line


@pytest.fixture
def on_the_wire(engine: Engine, gate_settings: Settings, bluesky_network: Network, wire: Wire) -> Governed:
    """The same, with a bad line between the gate and Bluesky."""
    return govern(engine, gate_settings, bluesky_network, wire.url)


@on_sqlite
def test_S13_a_post_goes_from_draft_to_verified_through_three_people_and_a_stranger_sees_it(governed: Governed) -> None:
    gate = governed.gate
    key = gate.checked(TEXT, pictures=(picture(ALT),))
    governed.sweep()
    assert governed.texts() == []  # checked is not approved
    with pytest.raises(Refusal):
        governed.approve(key, by="author")
    governed.approve(key, by="slt")
    governed.sweep()
    release = gate.release(key)
    assert release.state == "verified"
    (live,) = governed.records()
    assert (live["uri"], live["value"]["text"]) == (release.remote_id, TEXT)
    assert [image["alt"] for image in live["value"]["embed"]["images"]] == [ALT]
    (facet,) = live["value"]["facets"]
    assert TEXT.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() == LINK
    assert facet["features"][0]["uri"] == LINK
    assert governed.stranger.sees(live["uri"])
    seen = governed.stranger.view(live["uri"])
    assert (seen["author"]["did"], seen["embed"]["images"][0]["alt"]) == (governed.academy.did, ALT)
    governed.sweep()
    assert governed.texts() == [TEXT]
    signers = {e.actor_id for act in ("draft:submit", "draft:sign-facts", "draft:approve") for e in gate.entries(act, "done")}
    assert signers == {gate.people[who] for who in ("author", "checker", "slt")}
    with gate.session() as session:
        assert verify(session, gate.vault, gate.settings.seal_file).whole


@on_sqlite
def test_S15_abuse_is_hidden_for_everybody_else_criticism_stays_and_a_disclosure_goes_to_the_dsl_alone(governed: Governed) -> None:
    gate = governed.gate
    post = governed.published()
    abuse = governed.says(governed.parent, post, ABUSE)
    criticism = governed.says(governed.parent, post, CRITICISM)
    disclosure = governed.says(governed.pupil, post, DISCLOSURE)
    misread = governed.says(governed.parent, post, MISREAD)
    governed.network.settle()
    assert all(governed.stranger.sees(uri) for uri in (abuse, criticism, disclosure, misread))
    governed.sweep()
    assert {uri: governed.stranger.sees(uri) for uri in (abuse, criticism, disclosure, misread)} == {
        abuse: False,
        criticism: True,
        disclosure: False,
        misread: False,
    }
    assert governed.parent.sees(abuse)  # hidden is not removed: its writer still sees it
    hidden = governed.reply(abuse)
    assert (hidden.state, hidden.read_back, hidden.machine_hid) == (Visibility.HIDDEN, True, True)
    assert governed.reply(criticism).state is Visibility.VISIBLE
    address, disclosed = governed.reply(disclosure).url, governed.reply_id(disclosure)
    with gate.session() as session:
        kept = evidence.of(session, f"reply:{hidden.id}")
        assert [row.content["text"] for row in kept] == [ABUSE]
        assert all(evidence.intact(row) for row in kept)
        (case,) = safeguarding.visible(session, gate.who(session, "dsl"))
        assert (case.text, case.url) == (DISCLOSURE, address)
        for who in ("slt", "head", "admin"):
            assert safeguarding.visible(session, gate.who(session, who)) == []
        queue = {row.remote_id for row in decide.queue(session, gate.who(session, "slt"))}
        assert queue == {abuse, misread}
        with pytest.raises(Refusal, match="safeguarding lead"):
            decide.decide(session, gate.who(session, "slt"), disclosed, "restore", "misread")
    for uri, decision, reason in ((misread, "restore", "misread"), (abuse, "keep_hidden", "threat")):
        governed.decides("slt", uri, decision, reason)
    governed.sweep()
    assert governed.stranger.sees(misread)
    assert not governed.stranger.sees(abuse)
    governed.sweep()  # what was shown again is not hidden again
    assert governed.stranger.sees(misread)
    assert governed.reply(disclosure).review is Review.SAFEGUARDING


@on_sqlite
def test_S17_1_a_follow_made_outside_is_undone_and_kept_as_an_id_and_a_time(governed: Governed) -> None:
    gate, academy, pupil = governed.gate, governed.academy, governed.pupil
    academy.follow(pupil.did)
    assert _followed(governed) == [pupil.did]
    governed.sweep()
    assert _followed(governed) == []
    (stray,) = governed.rows(StrayFollow)
    assert (stray.remote_id, stray.state) == (pupil.did, StrayFollowState.UNDONE)
    with gate.session() as session:
        assert [row.id for row in open_strays(session, governed.account_id)] == [stray.id]
        (kept,) = evidence.of(session, f"follow:{stray.id}")
        assert kept.content.keys() - {"capture"} == {"remote_id", "seen_at"}
        assert pupil.did not in str(kept.content["capture"])
    assert governed.told("slt", f"follow:{stray.id}")
    record = " ".join(str(entry.detail) + entry.subject for act in ("follow:found", "follow:undone") for entry in gate.entries(act))
    assert record
    assert pupil.handle not in record
    assert pupil.did not in record


@on_sqlite
def test_S14_a_post_past_the_gate_is_caught_with_evidence_and_removed_by_slt(governed: Governed) -> None:
    approved = governed.published()
    text = "Everyone gets a day off tomorrow!"
    stray_uri = governed.academy.post(text)
    backdated = governed.academy.post("An old notice.", createdAt="2020-01-01T00:00:00.000Z")
    governed.sweep()
    found = {row.remote_id: row for row in governed.rows(Stray)}
    assert found.keys() == {stray_uri, backdated}
    stray = found[stray_uri]
    assert (stray.kind, stray.state, stray.live_text) == (StrayKind.UNKNOWN, StrayState.OPEN, text)
    with governed.gate.session() as session:
        (kept,) = evidence.of(session, f"stray:{stray.id}")
        assert (kept.content["text"], kept.content["remote_id"]) == (text, stray_uri)
        slt = governed.gate.who(session, "slt")
        strays.decide(session, slt, stray.id, "remove", "Nobody approved it and it is not true.")
        strays.decide(session, slt, found[backdated].id, "adopt", "It is the office's own notice.")
    governed.sweep()
    assert sorted(governed.texts()) == sorted([PLAIN, "An old notice."])  # two made within one second stand in either order
    assert not governed.stranger.sees(stray_uri)
    assert governed.stranger.sees(approved)
    assert next(row.state for row in governed.rows(Stray) if row.id == stray.id) is StrayState.REMOVED


@on_sqlite
def test_S14_a_repost_past_the_gate_is_caught_with_evidence_and_taken_back_by_slt(governed: Governed) -> None:
    governed.published()
    theirs = governed.parent.post("Vote for us on Thursday.")
    governed.network.settle()
    repost = governed.academy.repost(theirs)
    governed.sweep()
    (stray,) = governed.rows(Stray)
    text = f"Reposted @{governed.parent.handle}: Vote for us on Thursday."
    assert (stray.remote_id, stray.kind, stray.live_text) == (repost, StrayKind.UNKNOWN, text)
    assert governed.stranger.passes_on(governed.academy.handle) == [theirs]
    with governed.gate.session() as session:
        (kept,) = evidence.of(session, f"stray:{stray.id}")
        assert kept.content["text"] == text
        strays.decide(session, governed.gate.who(session, "slt"), stray.id, "remove", "A school takes no side in an election.")
    governed.sweep()
    assert governed.stranger.passes_on(governed.academy.handle) == []
    assert governed.stranger.sees(theirs)
    (stray,) = governed.rows(Stray)
    assert stray.state is StrayState.REMOVED


@on_sqlite
def test_S14_an_edit_and_a_deletion_outside_are_shown_beside_what_was_approved(governed: Governed) -> None:
    post = governed.published()
    (record,) = governed.records()
    key = post.rpartition("/")[2]
    governed.academy.write(POST, record["value"] | {"text": "School is closed."}, key=key)
    governed.sweep()
    (edited,) = governed.rows(Stray)
    assert (edited.kind, edited.approved_text, edited.live_text) == (StrayKind.EDITED, PLAIN, "School is closed.")
    governed.academy.delete(post)
    governed.sweep()
    gone = governed.rows(Stray)[-1]
    assert (gone.kind, gone.approved_text, gone.live_text) == (StrayKind.GONE, PLAIN, "")
    governed.sweep()
    assert len(governed.rows(Stray)) == 2
    assert governed.texts() == []  # a post that somebody deleted is not put back


@on_sqlite
def test_a_lost_answer_is_unknown_then_read_back_and_is_one_post(on_the_wire: Governed, wire: Wire) -> None:
    gate = on_the_wire.gate
    key = gate.approved()
    wire.lose_answer(PUT)
    gate.work("publish")
    assert gate.release(key).state == "unknown"
    assert on_the_wire.texts() == [PLAIN]
    on_the_wire.new_process()
    for _ in range(2):  # found, and then read back as it stands
        gate.hurry(key)
        gate.work("publish")
    assert gate.release(key).state == "verified"
    assert on_the_wire.texts() == [PLAIN]
    assert wire.count(PUT) == 1
    on_the_wire.sweep()
    assert on_the_wire.texts() == [PLAIN]
    assert on_the_wire.rows(Stray) == []


@on_sqlite
def test_a_revoked_app_password_loses_nothing_and_connecting_again_goes_on(on_the_wire: Governed, wire: Wire) -> None:
    governed, gate = on_the_wire, on_the_wire.gate
    post = governed.published()
    waiting = gate.approved("The library opens again on Monday.")
    abuse = governed.says(governed.parent, post, ABUSE)
    governed.academy.revoke()
    governed.end_sessions()
    governed.sweep()
    account = governed.account()
    assert (account.reauthorise, account.state) == (True, AccountState.CONNECTED)
    assert gate.release(waiting).state == "held"
    assert "connect it again" in gate.release(waiting).reason
    assert governed.texts() == [PLAIN]
    with pytest.raises(BadInput) as wrong:
        governed.connect("abcd-efgh-ijkl-mnop")
    assert "does not accept" in str(wrong.value.fields)
    assert governed.account().reauthorise
    governed.connect(governed.academy.app_password("gatepost again"))
    assert not governed.account().reauthorise
    held = gate.release(waiting).id or 0
    with gate.session() as session:
        release_again(session, gate.who(session, "slt"), held)
    governed.sweep()
    assert gate.release(waiting).state == "verified"
    assert sorted(governed.texts()) == sorted([PLAIN, "The library opens again on Monday."])
    assert not governed.stranger.sees(abuse)
    assert all(stream.last_error is None and stream.failures == 0 for stream in governed.rows(Stream))


@on_sqlite
def test_a_saved_session_is_used_by_the_next_process_without_signing_in(on_the_wire: Governed, wire: Wire) -> None:
    assert wire.count(SIGN_IN) == 1  # when it was connected
    key = on_the_wire.gate.approved()
    for _ in range(3):
        on_the_wire.new_process()
        on_the_wire.sweep()
    assert on_the_wire.gate.release(key).state == "verified"
    assert wire.count(SIGN_IN) == 1


def test_the_main_job_with_the_worker_as_its_own_process_on_either_database(governed: Governed) -> None:
    gate = governed.gate
    key = gate.approved(WITH_FIGURE)
    said = governed.poll()
    assert {"publish", "timeline", "replies", "following"} <= {row["job"] for row in said}
    (post,) = [row["uri"] for row in governed.records()]
    assert (gate.release(key).state, gate.release(key).remote_id, governed.texts()) == ("verified", post, [WITH_FIGURE])
    abuse, criticism = governed.says(governed.parent, post, ABUSE), governed.says(governed.parent, post, CRITICISM)
    governed.academy.follow(governed.pupil.did)
    stray_uri = governed.academy.post("Everyone gets a day off tomorrow!")
    governed.poll()
    assert [governed.stranger.sees(uri) for uri in (post, abuse, criticism)] == [True, False, True]
    assert _followed(governed) == []
    assert [row.remote_id for row in governed.rows(Stray)] == [stray_uri]
    assert [row.state for row in governed.rows(Reply)] == [Visibility.HIDDEN, Visibility.VISIBLE]
    with gate.session() as session:
        assert verify(session, gate.vault, gate.settings.seal_file).whole


def _followed(governed: Governed) -> list[str]:
    follows = governed.academy.ask("com.atproto.repo.listRecords", repo=governed.academy.did, collection="app.bsky.graph.follow")["records"]
    return [row["value"]["subject"] for row in follows]
