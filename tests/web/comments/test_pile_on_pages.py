"""Many comments at once, staff accounts, blind accounts and repeat writers, over HTTP."""

from datetime import timedelta

from sqlmodel import select

from bot.accounts.models import Stream, StreamKind, StreamState
from bot.clock import now, today
from bot.moderation.crowd.reply_lock_models import ReplyLock
from bot.moderation.desk.decide import decide
from bot.people.models import Person
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.platforms import practice_world as network
from bot.policy.stricter import Change
from bot.reports import working
from tests.web.staged import Staged

CROWD = ("You are all pathetic scum", "shut up you stupid cow", "fuck off you wanker", "you lot are absolute wankers", "ugly bitch of a teacher")


def crowd(staged: Staged) -> int:
    """The post they stand under."""
    root = staged.approved("Welcome to the open evening.")[1]
    for number, text in enumerate(CROWD):
        staged.says(text, who=f"writer_{number}", under=root)
    staged.work()
    return root


def blind(staged: Staged) -> None:
    """For an hour; the academy agreed that the latest post is closed then."""
    with staged.world.session() as session:
        agreed = ProfileOverride(
            academy_id=staged.world.academy_id, policy="default", parameter="blind_lock_posts", value="1", old="0", change=Change.NEITHER,
            reason="Agreed.", standing=OverrideStanding.ACTIVE, proposed_by=staged.world.people["admin"],
        )  # fmt: skip
        session.add(agreed)
        stream = session.exec(select(Stream).where(Stream.kind == StreamKind.REPLIES)).one()
        stream.blind_since = stream.last_read = now() - timedelta(hours=1)
        stream.failures, stream.not_before = 3, now() + timedelta(hours=1)
        session.add(stream)
        session.commit()


def test_C15_one_page_for_a_crowd_and_the_post_is_closed_from_it(staged: Staged) -> None:
    root = crowd(staged)
    slt = staged.world.browser("slt")
    assert "Many comments at once on @practice_academy: 5 wait for a decision" in slt.get("/").text
    assert "5 comments on @practice_academy" in slt.get("/pile-ons").text
    page = slt.get("/pile-ons/1").text
    assert page.count("Decide: comment by writer_") == 5
    assert "Welcome to the open evening." in page
    assert not any(text in page for text in CROWD), "the words are on their own pages, veiled"
    answer = slt.post("/pile-ons/1/close", data={"hours": "", "reason": "Because <it>"})
    assert answer.status_code == 422
    assert "Choose for how long." in answer.text
    assert "Because &lt;it&gt;" in answer.text
    assert slt.post("/pile-ons/1/close", data={"hours": "3", "reason": "Abuse under one post"}).status_code == 303
    assert "Being closed" in slt.get("/pile-ons/1").text
    staged.work()
    assert staged.live(root).reply_setting == "nobody"
    page = slt.get("/pile-ons/1").text
    assert "Closed to replies" in page
    assert "then it opens by itself" in page
    with staged.world.session() as session:
        lock = session.exec(select(ReplyLock)).one()
    assert slt.post("/pile-ons/1/close", data={"hours": "3", "reason": "Abuse under one post"}).status_code == 403
    assert slt.post(f"/pile-ons/1/open/{lock.id}").status_code == 303
    staged.work()
    assert staged.live(root).reply_setting == "everyone"
    assert slt.post("/pile-ons/1/over").status_code == 303
    assert "Over" in slt.get("/pile-ons/1").text
    assert slt.post("/pile-ons/1/over").status_code == 403


def test_C15_nobody_else_sees_it(staged: Staged) -> None:
    crowd(staged)
    for who, status in (("author", 403), ("dsl", 403), ("governor", 403), ("admin", 403), ("head", 200)):
        assert staged.world.browser(who).get("/pile-ons/1").status_code == status, who
    assert staged.world.browser("head").get("/pile-ons/99").status_code == 404


def test_C15_a_block_is_proposed_on_a_page_of_its_own(staged: Staged) -> None:
    root = staged.approved("Welcome to the open evening.")[1]
    for number in range(3):
        staged.says(f"fuck off you wanker {number}", who="again", under=root)
        staged.work()
        key = staged.reply().id or 0
        with staged.world.session() as session:
            decide(session, session.get_one(Person, staged.world.people["slt"]), key, "hide", "abuse")
    slt = staged.world.browser("slt")
    first = slt.get("/comments/1/block").text
    assert "A block is proposed only after three" in first
    staged.says("you useless wanker", who="again", under=root)
    staged.work()
    key = staged.reply().id or 0
    assert "People have hidden 3 comments of this writer here" in slt.get(f"/comments/{key}/block").text
    assert slt.post(f"/comments/{key}/block").status_code == 303
    assert slt.post(f"/comments/{key}/block").status_code == 403
    assert "proposed already" in slt.get(f"/comments/{key}/block").text
    assert "Decide whether to block a repeat writer" in staged.world.browser("head").get("/tasks").text
    assert slt.get("/comments/99/block").status_code == 404


def test_C15_staff_accounts_are_listed_and_taken_off(staged: Staged) -> None:
    admin = staged.world.browser("admin")
    with staged.world.session() as session:
        network.someone(session, "colleague")
    given = {
        "account_id": str(staged.world.account_id),
        "handle": "colleague",
        "reason": "Head of music, who agreed",
        "ends": str(today() + timedelta(days=9)),
    }
    for wrong, sentence in (
        ({"handle": "nobody_has_this"}, "Nobody on this network has that handle."),
        ({"ends": "2020-01-01"}, "Enter a last day within the next year."),
        ({"ends": "soon"}, "Enter a date"),
        ({"account_id": "99"}, "Choose on whose account"),
    ):
        answer = admin.post("/staff-accounts", data=given | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "Head of music, who agreed" in answer.text
    assert admin.post("/staff-accounts", data=given).status_code == 303
    assert "@colleague, Practice network" in admin.get("/staff-accounts").text
    assert admin.post("/staff-accounts/1/remove").status_code == 303
    assert "Nobody is on the list." in admin.get("/staff-accounts").text
    assert staged.world.browser("author").get("/staff-accounts").status_code == 403


def test_C33_a_crowd_under_a_post_that_is_closed_while_blind_says_so_and_who_may_open_it(staged: Staged) -> None:
    crowd(staged)
    slt = staged.world.browser("slt")
    assert "because comments could not be read" not in slt.get("/pile-ons/1").text
    blind(staged)
    staged.work()
    page = slt.get("/pile-ons/1").text
    assert "Replies to this post are closed since" in page
    assert "because comments could not be read. It opens once comments are read again." in page
    assert "Headteacher" in page.partition("it is for these to open it")[2].partition("</strong>")[0]
    assert slt.post("/pile-ons/1/close", data={"hours": "3", "reason": "Abuse under one post"}).status_code == 303
    assert "and for as long as comments cannot be read" in slt.get("/pile-ons/1").text
    assert slt.post(f"/accounts/{staged.world.account_id}/open-replies").status_code == 303
    assert "because comments could not be read" not in slt.get("/pile-ons/1").text


def test_C33_the_account_page_and_today_say_since_when_it_is_blind(staged: Staged) -> None:
    with staged.world.session() as session:
        stream = session.exec(select(Stream).where(Stream.kind == StreamKind.REPLIES)).one()
        stream.blind_since, stream.failures, stream.not_before = now() - timedelta(hours=1), 3, now() + timedelta(hours=1)
        session.add(stream)
        session.commit()
    for who in ("slt", "admin"):
        assert "Gatepost is blind on @practice_academy since" in staged.world.browser(who).get("/").text
    page = staged.world.browser("author").get(f"/accounts/{staged.world.account_id}").text
    assert "Gatepost is blind since" in page
    assert "comments cannot be read" in page


def test_C33_the_account_page_says_how_each_reading_stands_in_plain_words(staged: Staged) -> None:
    long = now() - timedelta(hours=1)
    stands = (
        ({"blind_since": None, "last_read": now()}, "Read as usual"),
        ({"blind_since": None, "last_read": long, "not_before": long}, "Late"),
        ({"blind_since": now(), "last_read": now()}, "Late"),
        ({"blind_since": long, "last_read": long}, "Cannot be read"),
        ({"blind_since": long, "last_read": long, "state": StreamState.READING}, "Being read again"),
        ({"blind_since": None, "last_read": long, "state": StreamState.READING}, "Being read again"),  # a worker that was dead began anew
    )
    slt = staged.world.browser("slt")
    with staged.world.session() as session:
        working.enrol(session, working.BEAT_S)
        session.commit()
    for values, words in stands:
        with staged.world.session() as session:
            stream = session.exec(select(Stream).where(Stream.kind == StreamKind.REPLIES)).one()
            for name, value in {"state": StreamState.WAITING, "not_before": now(), **values}.items():
                setattr(stream, name, value)
            session.add(stream)
            session.commit()
        comments = slt.get(f"/accounts/{staged.world.account_id}").text.partition(">Comments</span>")[2].partition("</li>")[0]
        assert f">{words}</strong>" in comments


def test_C33_posts_closed_while_blind_are_said_on_the_account_and_the_desk_and_a_leader_opens_them(staged: Staged) -> None:
    root = staged.posts("Welcome to the open evening.")
    blind(staged)
    staged.work()
    assert staged.live(root).reply_setting == "nobody"
    account, browser = f"/accounts/{staged.world.account_id}", staged.world.browser
    slt = browser("slt")
    assert "@practice_academy: Replies are closed since" in slt.get("/").text
    for page in (account, "/comments"):
        assert "because comments could not be read.</strong>" in slt.get(page).text
        assert "Open to replies now" in slt.get(page).text
    assert "Replies are closed since" in browser("author").get(account).text
    assert "Open to replies now" not in browser("author").get(account).text
    assert browser("author").post(f"{account}/open-replies").status_code == 403
    answer = slt.post(f"{account}/open-replies", data={"desk": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/comments")
    assert slt.post(f"{account}/open-replies").status_code == 403
    staged.work()
    assert staged.live(root).reply_setting == "everyone"
    assert "Replies are closed since" not in slt.get(account).text
