"""Running the screens on a stored draft: at submit, at approval, and shown whenever somebody looks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.clock import london, today
from bot.consent.names import Register
from bot.consent.register import NamesUnavailable, names_at
from bot.drafts import modes, screens, tombstones
from bot.drafts.bundle import MediaItem
from bot.drafts.claims import find
from bot.drafts.content import bundle_of, claims_of, targets
from bot.drafts.data_models import open_condition
from bot.drafts.links import checks as links
from bot.drafts.models import Draft
from bot.drafts.pictures import consents_for
from bot.drafts.rights_setting import events_for, rights_for
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.screens.rights import is_doubt
from bot.drafts.seen_words import seen
from bot.drafts.sources import texts
from bot.errors import Refusal
from bot.people.grants import academy, profile_at


def setting_for(session: Session, academy_id: int, platforms: Iterable[str], media: Sequence[MediaItem] = ()) -> Setting:
    """What the screens of this academy look at for these pictures."""
    home = academy(session, academy_id)
    names, problem = _names(session, academy_id)
    return Setting(
        profile=profile_at(session, academy_id),
        modes=modes.kinds(session, academy_id),
        platforms=tuple(dict.fromkeys(platforms)),
        today=today(),
        names=names,
        consents=consents_for(session, academy_id, media),
        rights=rights_for(session, academy_id, media),
        events=events_for(session, academy_id, media),
        names_problem=problem,
        official_domains=(home.email_domain,),
        official_contacts=tuple(filter(None, (line.strip() for line in home.contacts.splitlines()))),
    )


def findings(session: Session, draft: Draft, *, last: bool = False) -> list[Finding]:
    """What every screen says now. With `last`, nothing may be open any more: it is about to go out."""
    bundle = bundle_of(session, draft, with_data=True)
    setting = setting_for(session, draft.academy_id, (t.platform for t in bundle.targets), bundle.media)
    setting = replace(
        setting,
        seen_words=seen(session, (item.sha256 for item in bundle.media)),
        source_texts=texts(session, draft),
        links=links.known(session, draft.academy_id, bundle),
        links_must_answer=last,
        removed=tuple(stone.sentence for account in targets(session, draft) for stone in tombstones.standing(session, account, draft.text)),
    )
    return screens.run(bundle, setting)


def _names(session: Session, academy_id: int) -> tuple[Register | None, str]:
    try:
        return names_at(session, academy_id), ""
    except NamesUnavailable as problem:
        return None, problem.sentence


def refuse_blocked(session: Session, draft: Draft, *, last: bool = False, parks: bool = False) -> list[Finding]:
    """Raises a Refusal that carries the first thing that blocks; otherwise what is left to warn or ask about.

    With `parks`, a doubt about a picture does not refuse: the caller parks the draft with the Headteacher (S11.3).
    """
    found = findings(session, draft, last=last)
    blocks = [f for f in found if f.level == "block" and not (parks and is_doubt(f))]
    if blocks:
        raise Refusal(
            blocks[0].message,
            rule=f"screen:{blocks[0].screen}",
            clause=blocks[0].clause,
            next_step="Change the draft, then submit it again.",
        )
    return found


def sensitive(session: Session, draft: Draft, found: Iterable[Finding]) -> list[Finding]:
    """What makes it wait for the extra approver: the topics that the profile lists, as the screens see them (P16)."""
    topics = set(profile_at(session, draft.academy_id).extra_approval_topics.value)
    return [f for f in found if f.screen == "sensitive_topic" and f.topic in topics]


def needs_fact_check(session: Session, draft: Draft) -> bool:
    """Whether a second person must check before approval. Finding no claim is not proof, so the author's word counts too."""
    profile = profile_at(session, draft.academy_id)
    return profile.fact_check.value == "all" or profile.people_per_post.value >= 3 or holds_facts(session, draft)


def holds_facts(session: Session, draft: Draft) -> bool:
    """By the list of claims, by the author's word, or by the text itself: a claim taken out of the list by hand is still in the text."""
    if draft.answers.get("facts", "yes") != "no" or claims_of(session, draft.id or 0):
        return True
    return bool(find(draft.text, london(draft.changed_at).date()))


def says_personal_data(draft: Draft) -> bool:
    """The author's own answer: anything but a clear no."""
    return draft.answers.get("personal_data", "unsure") != "no"


def needs_dpo(session: Session, draft: Draft, found: Iterable[Finding]) -> bool:
    """Personal data, or doubt about it, goes to the data protection officer where the profile says so (P15)."""
    rule = profile_at(session, draft.academy_id).dpo_check.value
    if rule == "always":
        return True
    asked = any(f.screen == "personal_data" and f.level == "ask" for f in found)
    return says_personal_data(draft) or asked or open_condition(session, draft.id or 0)
