"""Which way is stricter, for every parameter: an academy may go that way with one co-signature, and the other way only with a leader's."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from bot.policy.profile import Profile


class Change(StrEnum):
    """What a new value does to an old one. NEITHER is a change that cannot be called stricter or looser."""

    SAME = "same"
    TIGHTER = "tighter"
    LOOSER = "looser"
    NEITHER = "neither"


class Direction(NamedTuple):
    """`words` finish the sentence "It is stricter ..."."""

    words: str
    stricter: Callable[[Any, Any], bool]
    """Whether the second value is at least as strict as the first."""


HIGHER = Direction("when the number is higher", lambda old, new: bool(new >= old))
LOWER = Direction("when the number is lower", lambda old, new: bool(new <= old))
EARLIER = Direction("when the date is earlier", lambda old, new: bool(new <= old))
ON = Direction("when it is yes", lambda old, new: new or not old)
OFF = Direction("when it is no", lambda old, new: old or not new)
MORE = Direction("when more are named", lambda old, new: set(new) >= set(old))
FEWER = Direction("when fewer are named", lambda old, new: set(new) <= set(old))
NEITHER = Direction("neither way: any change needs a leader's co-signature", lambda _old, _new: False)


def ordered(*loosest_first: str) -> Direction:
    return Direction("further down this list: " + ", ".join(loosest_first).replace("_", " "), _rank(loosest_first))


def _rank(loosest_first: Sequence[str]) -> Callable[[Any, Any], bool]:
    return lambda old, new: loosest_first.index(new) >= loosest_first.index(old)


STRICTER: dict[str, Direction] = {
    "policy_owner": NEITHER,
    "review_decided_by": NEITHER,
    "policy_date": NEITHER,
    "review_due": EARLIER,
    "review_months": LOWER,
    "people_in_scope": NEITHER,
    "key_people_named": ON,
    "policy_questions": NEITHER,
    "ask_first": NEITHER,
    "workload_reviewed": ON,
    "word_for_pupil": NEITHER,
    "word_for_head": NEITHER,
    "word_for_school": NEITHER,
    "account_approver": MORE,  # each of them must
    "url_acknowledged_by": FEWER,  # any one may
    "minimum_custodians": HIGHER,
    "official_email": ordered("warn", "block"),
    "required_platforms": NEITHER,
    "linked_on_website": ON,
    "stale_after_days": LOWER,
    "custody": ordered("pause_publishing", "suspend"),
    "pupil_channel": NEITHER,
    "grant_authoriser": FEWER,  # any one may
    "grant_max_days": LOWER,
    "training_required": ON,
    "attestation_days": LOWER,
    "leaver_duty": MORE,
    "personal_disclaimer": NEITHER,
    "disclaimer_text": NEITHER,
    "people_per_post": HIGHER,
    "checker_may_approve": OFF,
    "fact_check": ordered("claims", "all"),
    "dpo_check": ordered("personal_data_or_unsure", "always"),
    "extra_approval_topics": MORE,
    "extra_approver": NEITHER,
    "draft_expiry_days": LOWER,
    "name_with_image": ordered("first_or_initials", "none"),
    "name_without_image": ordered("first_or_initials", "none"),
    "image_consent": NEITHER,
    "adults": ordered("told_and_can_object", "written_permission"),
    "logo_grantor": NEITHER,
    "copyright_steps": MORE,
    "link_check": ON,
    "references": ordered("warn", "block"),
    "event_photo_procedure": ON,
    "staff_contacts_blocked": ON,
    "abuse_recipients": MORE,
    "decide_minutes": LOWER,
    "ask_clock": ordered("staffed_hours", "real_time"),
    "hide_severities": NEITHER,  # hiding more protects some and silences others
    "human_task_minutes": LOWER,
    "blind_lock_posts": NEITHER,  # it keeps abuse out of sight, and families from answering
    "blind_lock_minutes": NEITHER,
    "evidence_fields": MORE,
    "takedown_minutes": LOWER,
    "takedown_steps": MORE,
    "takedown_recipients": MORE,
    "safeguarding_recipients": MORE,
    "safeguarding_ack_minutes": LOWER,
    "misuse_recipients": MORE,  # each must acknowledge
    "police_consent": NEITHER,
    "follow_rule": NEITHER,
    "friend_request_steps": NEITHER,
    "friend_request_recipients": NEITHER,
    "private_follow_request": ordered("accept", "accept_if_two_custodians", "hold", "hold_decline_known_pupil"),
    "former_pupil_rule": NEITHER,
    "alumni_contact": NEITHER,
    "private_messages": NEITHER,
    "answer_channel": ordered("public", "email_only"),
    "signpost_reply": OFF,
    "media_enquiry": NEITHER,
    "complaints": NEITHER,
    "monitoring_notice": ON,
    "keep_drafts_days": NEITHER,
    "keep_replies_days": NEITHER,
    "keep_safeguarding_days": NEITHER,
    "stray_post_action": ordered("alert", "remove_unless_adopted", "remove_at_once"),
    "adopt_minutes": LOWER,
    "session_idle_minutes": LOWER,
}


def change(key: str, old: Any, new: Any) -> Change:
    """What going from `old` to `new` is, for this parameter."""
    if old == new:
        return Change.SAME
    direction = STRICTER[key]
    if direction.stricter(old, new):
        return Change.TIGHTER
    return Change.LOOSER if direction.stricter(new, old) else Change.NEITHER


def change_from(key: str, trust: Profile, here: Profile, new: Any) -> Change:
    """Judged against the trust's value and against the one that counts here now: the looser of the two answers."""
    found = {change(key, profile.parameters()[key].value, new) for profile in (trust, here)}
    return next(each for each in (Change.LOOSER, Change.NEITHER, Change.TIGHTER, Change.SAME) if each in found)
