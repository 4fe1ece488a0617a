"""What some networks offer besides: each offer of `bot.platforms.offers` does what it says, and can be seen from outside."""

import pytest

from bot.platforms.offers import FACE_FIELDS, CountsFollowing, DeletesReplies, DetachesQuotes, ListsBlocks, ReportsReplies, ShowsFace, TellsRights

from .contract import Twin

OFFERS: dict[str, type] = {
    "delete_reply": DeletesReplies,
    "report": ReportsReplies,
    "detach_quote": DetachesQuotes,
    "list_blocks": ListsBlocks,
    "face": ShowsFace,
    "rights": TellsRights,
    "counts_following": CountsFollowing,
}


@pytest.mark.parametrize("offer", OFFERS)
def test_the_table_and_the_adapter_agree_on_what_more_is_offered(twin: Twin, offer: str) -> None:
    assert isinstance(twin.platform, OFFERS[offer]) is getattr(twin.platform.can, offer)


def test_a_reply_deleted_twice_is_gone(twin: Twin) -> None:
    if not isinstance(twin.platform, DeletesReplies):
        pytest.skip("this network does not offer: delete_reply")
    assert twin.stands is not None
    twin.put("The hall is booked.")
    rude, kind = twin.someone_replies("A rude word."), twin.someone_replies("Thank you.")
    assert twin.platform.reply_stands(rude)
    twin.platform.delete_reply(rude)
    twin.platform.delete_reply(rude)
    assert (twin.stands(rude), twin.stands(kind)) == (False, True)
    assert (twin.platform.reply_stands(rude), twin.platform.reply_stands(kind)) == (False, True)
    assert rude not in [one.remote_id for one in twin.platform.replies(None).posts]


def test_a_report_reaches_the_network(twin: Twin) -> None:
    if not isinstance(twin.platform, ReportsReplies):
        pytest.skip("this network does not offer: report")
    assert twin.reported is not None
    twin.put("The hall is booked.")
    reply = twin.someone_replies("A rude word.")
    writer = next(one.author_id for one in twin.platform.replies(None).posts if one.remote_id == reply)
    twin.platform.report(reply, writer, "Abuse of a member of staff.")
    assert reply in twin.reported()


def test_a_quote_is_read_once_and_cut_off(twin: Twin) -> None:
    if not isinstance(twin.platform, DetachesQuotes):
        pytest.skip("this network does not offer: detach_quote")
    assert twin.someone_quotes is not None
    own = twin.put("Our school play opens tonight.")
    start = twin.platform.replies(None)
    quote = twin.someone_quotes(own, "look at this lot")
    page = twin.platform.replies(start.cursor)
    assert [(one.remote_id, one.parent_id, one.text) for one in page.posts] == [(quote, own, "look at this lot")]
    assert twin.platform.replies(page.cursor).posts == ()
    assert twin.platform.is_detached(quote, own) is False
    twin.platform.detach_quote(quote, own)
    twin.platform.detach_quote(quote, own)
    assert twin.platform.is_detached(quote, own) is True


def test_the_list_of_blocks_is_read(twin: Twin) -> None:
    if not isinstance(twin.platform, ListsBlocks):
        pytest.skip("this network does not offer: list_blocks")
    assert all(one.remote_id and one.handle for one in twin.platform.blocked())


def test_the_face_is_the_same_twice_and_shows_what_somebody_changed(twin: Twin) -> None:
    if not isinstance(twin.platform, ShowsFace):
        pytest.skip("this network does not offer: face")
    assert twin.change_face is not None
    first = twin.platform.face()
    me = twin.platform.whoami()
    assert (first.remote_id, first.handle) == (me.remote_id, me.handle)
    assert first.told.keys() <= FACE_FIELDS.keys()
    assert {"name", "bio"} <= first.told.keys()
    assert twin.platform.face() == first
    twin.change_face("bio", "Sold to the highest bidder.")
    after = twin.platform.face()
    assert after.told["bio"] == "Sold to the highest bidder."
    assert {key for key in FACE_FIELDS if first.told.get(key) != after.told.get(key)} == {"bio"}


def test_rights_say_what_is_held_and_nothing_is_held_too_much(twin: Twin) -> None:
    if not isinstance(twin.platform, TellsRights):
        pytest.skip("this network does not offer: rights")
    rights = twin.platform.rights()
    assert rights.held
    assert rights.missing == ()
    assert rights.excess == ()
    assert rights.expires_at is None or rights.expires_at.tzinfo is not None


def test_how_many_are_followed_is_a_count(twin: Twin) -> None:
    if not isinstance(twin.platform, CountsFollowing):
        pytest.skip("this network does not offer: counts_following")
    assert twin.platform.following_count() >= 0
