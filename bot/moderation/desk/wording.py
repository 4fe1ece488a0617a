"""What the academy may tell a writer whose comment was hidden. A person copies it; no machine sends it."""

from bot.accounts.models import Account
from bot.clock import london
from bot.moderation.desk.decide import HIDE_REASONS
from bot.moderation.models import Reply, Visibility
from bot.people.models import Academy
from bot.platforms.capabilities import CAPABILITIES

WORKING_DAYS = 5
# What each published house rule asks of people, as a member of the public reads it.
RULES: dict[str, str] = {
    "threat": "We hide comments that threaten somebody.",
    "abuse": "We hide comments that abuse or harass somebody.",
    "discrimination": "We hide comments that attack somebody for who they are.",
    "sexual": "We hide sexual content: children read this page.",
    "personal_data": "We hide comments that give away personal details of somebody.",
    "pupil": "We hide comments that make a pupil known.",
    "spam": "We hide advertising and links that may not be safe.",
}
UNSAID = "We hide comments that break our house rules, and a member of staff has not yet looked at this one."


def why_hidden(reply: Reply, account: Account, home: Academy) -> str:
    """Plain words for the writer: which rule, what hidden means here, how to have it looked at again. Never their own words back."""
    written = london(reply.platform_at)
    rule = RULES[reply.reason_code] if reply.reason_code in HIDE_REASONS else UNSAID
    removed = reply.state is Visibility.REMOVED
    label = CAPABILITIES[account.platform].label
    means = f"Removed means: it is gone from {label} for good." if removed else f"Hidden means: {CAPABILITIES[account.platform].hidden_means}"
    again = f"If you think we got this wrong, write to {account.official_email} and say which comment you mean."
    second = f"Somebody who did not decide it looks at it again, and you hear from {home.name} within {WORKING_DAYS} working days."
    return "\n\n".join(
        (
            f"Your comment of {written.day} {written:%B %Y} to @{account.handle} has been {'removed' if removed else 'hidden'}.",
            f"{rule} {means}",
            "Everybody may criticise us, and we do not hide criticism. You are welcome to say the same again within the house rules.",
            f"{again} {second}",
        )
    )
