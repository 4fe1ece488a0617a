"""What the pages say instead of a reply: where somebody is answered, words that may be published, and the line for the profile."""

from bot.accounts.models import Account
from bot.people.models import Academy
from bot.policy.profile import Profile

CHANNELS = {
    "email_only": "by email or letter only: {email}",
    "public": "in public, through a post that goes through Gatepost, or by email: {email}",
}
BIO = "Private messages are not read. Contact: {email}. Worried? Tell an adult at school, or ring Childline on 0800 1111."


def closing(profile: Profile, account: Account) -> list[str]:
    """Shown where a reply would be typed elsewhere. Nobody knows how old a sender is."""
    who = profile.pupil_word
    return [
        f"No reply can be sent from here, and none should be sent in the app: nobody knows how old the sender is, so they count as a {who}.",
        f"A {who} who asks about school work or school life asks their teacher, through the school's usual channels.",
        f"Anybody else is answered {channel(profile, account)}.",
    ]


def channel(profile: Profile, account: Account) -> str:
    """Where the public is answered (P31)."""
    return CHANNELS[profile.answer_channel.value].format(email=account.official_email)


def signpost(account: Account, home: Academy) -> str:
    """To be published for everybody, never sent to anybody: it answers nobody and names nobody."""
    return (
        f"We do not answer private messages here. To reach {home.name}, write to {account.official_email}. "
        "If you are worried about yourself or a friend, tell an adult at school, or ring Childline free on 0800 1111."
    )


def bio(account: Account) -> str:
    """For the account's own description, where messages go unseen. Fits in X's 160 characters."""
    return BIO.format(email=account.official_email)
