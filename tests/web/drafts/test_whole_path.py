"""From a draft to an approved post through three different people, and each way round them."""

from bot.drafts.lifecycle import State
from tests.web.drafts.conftest import FIGURES, Desk


def test_a_post_goes_through_three_different_people(desk: Desk) -> None:
    number = desk.submitted(text=FIGURES, facts="yes", claim_1="87%", source_1="https://academy.example/results")
    assert desk.draft(number).state is State.SUBMITTED
    assert f"/facts/{number}" in desk.as_("checker").get("/facts").text

    page = desk.as_("checker").get(f"/facts/{number}")
    assert "<mark>87%</mark>" in page.text
    assert 'rel="noopener noreferrer nofollow"' in page.text
    findings = {f"finding_{claim.id}": "verified" for claim in desk.claims(number)}
    digest = desk.digest("checker", f"/facts/{number}")
    signed = desk.as_("checker").post(f"/facts/{number}", data={"digest": digest, "then": "sign", **findings})
    assert signed.status_code == 303, signed.text
    assert desk.draft(number).state is State.AWAITING_APPROVAL

    assert f"/drafts/{number}" in desk.as_("slt").get("/approvals").text
    answer = desk.as_("slt").post(f"/drafts/{number}/approve", data={"digest": desk.digest("slt", f"/drafts/{number}")})
    assert answer.status_code == 303
    assert desk.draft(number).state is State.APPROVED
    live = desk.as_("author").get(f"/drafts/{number}").text
    assert "Approved, waiting for its time" in live
    assert live.count("Counts") == 2
    assert "A second person signed the facts" in live


def test_S05_1_self_approval_by_direct_request_is_refused_and_on_record(desk: Desk) -> None:
    number = desk.submitted("slt")
    assert desk.draft(number).state is State.AWAITING_APPROVAL
    page = desk.as_("slt").get(f"/drafts/{number}").text
    assert "You cannot approve this draft because you wrote it." in page
    assert "Approve it" not in page
    answer = desk.approve(number, "slt")
    assert answer.status_code == 403
    assert "because you wrote it" in answer.text
    assert desk.draft(number).state is State.AWAITING_APPROVAL
    refused = desk.record("draft:approve", "refused")
    assert [entry.detail["rule"] for entry in refused] == ["self-approval attempt"]
    assert refused[0].subject == f"draft:{number}"


def test_an_author_without_the_role_is_refused_by_direct_request(desk: Desk) -> None:
    number = desk.submitted()
    assert desk.approve(number, "author").status_code == 403
    assert desk.draft(number).state is State.AWAITING_APPROVAL
    assert desk.record("draft:approve", "refused")


def test_S05_2_a_change_after_approval_voids_it(desk: Desk) -> None:
    number = desk.submitted()
    assert desk.approve(number).status_code == 303
    before = desk.draft(number).digest
    saved = desk.as_("author").post(f"/drafts/{number}/edit", data=desk.edited(number, "author", text="The library is open to families after lunch."))
    assert saved.status_code == 303
    assert desk.draft(number).state is State.SUBMITTED
    assert desk.draft(number).digest != before
    assert all(sign.voided_at for sign in desk.signs(number))
    page = desk.as_("slt").get(f"/drafts/{number}").text
    assert "VOID" in page
    assert "changed by" in page
    assert "<del>" in page


def test_S05_3_an_approver_who_edits_cannot_approve_and_another_can(desk: Desk) -> None:
    number = desk.submitted()
    fixed = desk.as_("slt").post(f"/drafts/{number}/edit", data=desk.edited(number, "slt", text="The library is open to all families after school."))
    assert fixed.status_code == 303
    checked = desk.as_("checker").post(f"/facts/{number}", data={"digest": desk.digest("checker", f"/facts/{number}"), "then": "sign"})
    assert checked.status_code == 303
    refused = desk.approve(number, "slt")
    assert refused.status_code == 403
    assert "because you changed it" in refused.text
    assert "Second slt" in desk.as_("author").get(f"/drafts/{number}").text
    assert desk.approve(number, "second slt").status_code == 303


def test_S06_1_a_figure_without_a_source_never_reaches_an_approver(desk: Desk) -> None:
    number = desk.submitted(text=FIGURES, facts="yes")
    assert desk.draft(number).state is State.SUBMITTED
    assert "no source yet" in desk.as_("author").get(f"/drafts/{number}").text
    claim = desk.claims(number)[0]
    digest = desk.digest("checker", f"/facts/{number}")
    refused = desk.as_("checker").post(f"/facts/{number}", data={"digest": digest, "then": "sign", f"finding_{claim.id}": "verified"})
    assert refused.status_code == 422
    assert f'href="#finding_{claim.id}"' in refused.text
    assert desk.approve(number).status_code == 403
    assert desk.draft(number).state is State.SUBMITTED


def test_S06_2_saying_there_are_no_figures_changes_nothing(desk: Desk) -> None:
    number = desk.submitted(text=FIGURES, facts="no")
    assert desk.draft(number).state is State.SUBMITTED
    assert "87%" in desk.as_("checker").get(f"/facts/{number}").text


def test_a_signature_for_another_version_is_refused(desk: Desk) -> None:
    number = desk.submitted()
    old = desk.draft(number).digest
    desk.as_("author").post(f"/drafts/{number}/edit", data=desk.edited(number, "author", text="Changed words for families."))
    desk.as_("checker").post(f"/facts/{number}", data={"digest": desk.draft(number).digest, "then": "sign"})
    answer = desk.as_("slt").post(f"/drafts/{number}/approve", data={"digest": old})
    assert answer.status_code == 403
    assert "changed after you opened it" in answer.text
    facts = desk.as_("checker").post(f"/facts/{number}", data={"digest": old, "then": "sign"})
    assert facts.status_code == 403


def test_sending_back_reaches_the_author_with_the_reason(desk: Desk) -> None:
    number = desk.submitted()
    empty = desk.as_("slt").post(f"/drafts/{number}/send-back", data={"reason": " "})
    assert empty.status_code == 422
    assert 'href="#reason"' in empty.text
    assert desk.as_("slt").post(f"/drafts/{number}/send-back", data={"reason": "Say which library."}).status_code == 303
    assert desk.draft(number).state is State.NEEDS_CHANGES
    assert "Say which library." in desk.as_("author").get("/drafts").text
    assert "Say which library." in desk.as_("author").get(f"/drafts/{number}/edit").text


def test_S06_3_the_data_protection_officer_clears_or_refuses_for_good(desk: Desk) -> None:
    number = desk.submitted(personal_data="unsure")
    assert desk.draft(number).state is State.WITH_DPO
    assert f"/drafts/{number}" in desk.as_("dpo").get("/data-protection").text
    digest = desk.digest("dpo", f"/drafts/{number}")
    refused = desk.as_("dpo").post(f"/drafts/{number}/refuse-data", data={"digest": digest, "reason": "It names a family."})
    assert refused.status_code == 303
    assert "refused exactly this draft" in desk.as_("author").get(f"/drafts/{number}").text
    again = desk.as_("author").post(f"/drafts/{number}/submit")
    assert again.status_code == 403
    assert "refused exactly this draft" in again.text
    other = desk.submitted(text="The hall is open to families after school.", personal_data="unsure")
    assert desk.as_("dpo").post(f"/drafts/{other}/clear", data={"digest": desk.draft(other).digest, "reason": "Public already."}).status_code == 303
    assert desk.draft(other).state is State.AWAITING_APPROVAL


def test_withdrawing_and_rejecting(desk: Desk) -> None:
    mine, theirs = desk.submitted(), desk.submitted(text="The hall is open to families after school.")
    assert desk.as_("author").post(f"/drafts/{mine}/withdraw").status_code == 303
    assert desk.draft(mine).state is State.WITHDRAWN
    assert desk.as_("checker").get(f"/drafts/{theirs}/reject").status_code == 403
    assert desk.as_("slt").post(f"/drafts/{theirs}/reject", data={"reason": "Not for the public."}).status_code == 303
    assert desk.draft(theirs).state is State.REJECTED
