"""Running the screens on a stored draft: at submit, at approval, and shown whenever somebody looks."""

from collections.abc import Iterable

from sqlmodel import Session

from bot.clock import london, today
from bot.consent.register import names_at
from bot.drafts import screens
from bot.drafts.claims import find
from bot.drafts.content import bundle_of, claims_of
from bot.drafts.models import Draft
from bot.drafts.screens.base import Finding, Setting
from bot.errors import Refusal
from bot.people.grants import academy, profile_at


def setting_for(session: Session, academy_id: int, platforms: Iterable[str]) -> Setting:
    """What the screens of this academy look at."""
    home = academy(session, academy_id)
    return Setting(
        profile=profile_at(session, academy_id),
        platforms=tuple(dict.fromkeys(platforms)),
        today=today(),
        names=names_at(session, academy_id),
        official_domains=(home.email_domain,),
        official_contacts=tuple(filter(None, (line.strip() for line in home.contacts.splitlines()))),
    )


def findings(session: Session, draft: Draft) -> list[Finding]:
    bundle = bundle_of(session, draft, with_data=True)
    return screens.run(bundle, setting_for(session, draft.academy_id, (t.platform for t in bundle.targets)))


def refuse_blocked(session: Session, draft: Draft) -> list[Finding]:
    """Raises a Refusal that carries the first thing that blocks; otherwise what is left to warn or ask about."""
    found = findings(session, draft)
    blocks = [f for f in found if f.level == "block"]
    if blocks:
        raise Refusal(
            blocks[0].message,
            rule=f"screen:{blocks[0].screen}",
            clause=blocks[0].clause,
            next_step="Change the draft, then submit it again.",
        )
    return found


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
    return says_personal_data(draft) or any(f.screen == "personal_data" and f.level == "ask" for f in found)
