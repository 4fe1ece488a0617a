"""What the academy may tell a writer whose comment was hidden, removed or cut off. A person copies it; no machine sends it."""

from bot.accounts.models import Account
from bot.clock import london
from bot.moderation.models import Reply, Visibility
from bot.people.models import Academy
from bot.platforms.capabilities import CAPABILITIES

WORKING_DAYS = 5
# What each published house rule is about, as a member of the public reads it.
ABOUT: dict[str, str] = {
    "threat": "comments that threaten somebody",
    "abuse": "comments that abuse or harass somebody",
    "discrimination": "comments that attack somebody for who they are",
    "sexual": "sexual content: children read this page",
    "personal_data": "comments that give away personal details of somebody",
    "pupil": "comments that make a pupil known",
    "spam": "advertising and links that may not be safe",
}
UNSAID = "We hide comments that break our house rules, and a member of staff has not yet looked at this one."
V = Visibility
BECAME: dict[Visibility, str] = {V.HIDING: "hidden", V.HIDDEN: "hidden", V.REMOVED: "removed", V.CUT_OFF: "cut off"}  # what there is to explain
RULE: dict[str, str] = {"hidden": "We hide {}.", "removed": "We remove {}.", "cut off": "We keep our posts out of {}."}
FOR_GOOD = "It cannot be brought back. If we find that we were wrong, we tell you so and count it as our mistake."


def rule(reason_code: str, became: str = "hidden") -> str:
    """A published house rule, as what is done to what breaks it."""
    return RULE[became].format(ABOUT[reason_code])


def why_hidden(reply: Reply, account: Account, home: Academy) -> str:
    """Plain words for the writer: which rule, what was done, how to have it looked at again. Never their own words back."""
    written, became, can = london(reply.platform_at), BECAME.get(reply.state, "hidden"), CAPABILITIES[account.platform]
    done = {
        "hidden": f"Your comment of {written.day} {written:%B %Y} to @{account.handle} has been hidden.",
        "removed": f"Your comment of {written.day} {written:%B %Y} to @{account.handle} has been removed.",
        "cut off": f"Your comment of {written.day} {written:%B %Y} has been cut off from the post of @{account.handle} that it quotes.",
    }
    means = {
        "hidden": f"Hidden means: {can.hidden_means}",
        "removed": f"Removed means: it is gone from {can.label} for good. {FOR_GOOD}",
        "cut off": f"Cut off means: {can.cut_off_means} {FOR_GOOD}",
    }
    again = f"If you think we got this wrong, write to {account.official_email} and say which comment you mean."
    second = f"Somebody who did not decide it looks at it again, and you hear from {home.name} within {WORKING_DAYS} working days."
    return "\n\n".join(
        (
            done[became],
            f"{rule(reply.reason_code, became) if reply.reason_code in ABOUT else UNSAID} {means[became]}",
            "Everybody may criticise us, and we do not hide criticism. You are welcome to say the same again within the house rules.",
            f"{again} {second}",
        )
    )
