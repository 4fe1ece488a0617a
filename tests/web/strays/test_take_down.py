"""Taking a live post down over HTTP: a leader with a reason, nobody else, and nothing typed is lost."""

from tests.web.staged import Staged

REASON = "Its link leads to another site now."


def test_S12_3_a_leader_takes_a_live_post_down_on_its_page(staged: Staged) -> None:
    draft, post = staged.approved("Everything about the open evening is on our website.")
    where = f"/drafts/{draft}/take-down"
    slt, author = staged.world.browser("slt"), staged.world.browser("author")
    assert where in slt.get(f"/drafts/{draft}").text
    assert where not in author.get(f"/drafts/{draft}").text
    assert author.get(where).status_code == 403
    assert author.post(where, data={"reason": REASON}).status_code == 403
    for typed in ("", "   \n "):
        refused = slt.post(where, data={"reason": typed})
        assert refused.status_code == 422
        assert "Say why it comes down" in refused.text
    assert slt.post("/drafts/999/take-down", data={"reason": REASON}).status_code == 404
    assert slt.post(where, data={"reason": REASON}).headers["location"] == f"/drafts/{draft}"
    assert where not in slt.get(f"/drafts/{draft}").text
    again = slt.post(where, data={"reason": REASON})
    assert again.status_code == 403
    assert "being removed already" in again.text
    assert REASON in again.text
    staged.work()
    assert staged.live(post).gone
