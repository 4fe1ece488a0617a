"""What a leaver confirms (P42), in the words they put their name to. It is their word: nobody looks at a private account."""

from collections.abc import Iterable

from bot.policy.parameter import LeaverStep
from bot.policy.profile import Profile

NEVER_LOOKED_AT = "This is the person's own word. Gatepost never looks at private accounts, and nobody is asked to."
SENTENCES: dict[LeaverStep, str] = {
    "access_removed": "My access to the official accounts ends when I leave. If I find that I can still get in, I tell the office and do not use it.",
    "no_pupil_contact": "After I leave I will not contact pupils through personal accounts.",
    "no_former_school_contact": "Nor will I contact pupils of schools where I worked before.",
    "delete_business_contacts": "I have deleted, or will have deleted by the day I leave, the business contacts that I keep in personal accounts.",
}


def sentences(profiles: Iterable[Profile]) -> list[str]:
    """What is to be confirmed under all the policies the person worked under, in the order of the table."""
    wanted = {step for profile in profiles for step in profile.leaver_duty.value}
    return [sentence for step, sentence in SENTENCES.items() if step in wanted]


def clauses(profiles: Iterable[Profile]) -> list[str]:
    """Those behind it, where a policy states one."""
    return sorted({profile.leaver_duty.clause for profile in profiles if profile.leaver_duty.stated})
