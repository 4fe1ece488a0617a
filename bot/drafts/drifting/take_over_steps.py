"""What is done, in order, when an account may have been taken over; and where each network takes the report."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    title: str
    lines: tuple[str, ...]


STEPS: dict[str, Step] = {
    "stop": Step("Press stop", ("Nothing more goes out through Gatepost while it is on. Posts that wait are held, and none is lost.",)),
    "password": Step(
        "Change the password and the credential",
        (
            "Sign in to the network as the academy, from a school computer that you trust, and choose a new password.",
            "Take away every app password and connected app there, Gatepost's too. An administrator then connects the account again.",
            "If nobody can sign in any more, go to the report below at once.",
        ),
    ),
    "sessions": Step("End every other session", ("In the network's security settings, sign out all other devices.", "Turn two-step sign-in on.")),
    "admins": Step(
        "Check who has a role, the e-mail address and the telephone number",
        (
            "Take away every person, page role and business partner that should not be there.",
            "Put the official e-mail address and the school's telephone number back, and change the password of that mailbox too.",
        ),
    ),
    "report": Step(
        "Report it to the network", ("Say that an official school account was taken over, since when, and that pupils and families read it.",)
    ),
    "tell": Step(
        "Tell the data protection officer and the safeguarding lead",
        (
            "Private messages may have been read: the data protection officer decides whether it is a breach to report within 72 hours.",
            "Pupils may have been spoken to in the school's name: the safeguarding lead decides what families are told.",
        ),
    ),
}

# Where a report goes. Addresses and words as the networks published them in 2026; each may move.
REPORTS: dict[str, tuple[str, str]] = {
    "x": ("https://help.x.com/en/forms/account-access/regain-access", "Choose the form for a compromised account."),
    "bluesky": ("https://bsky.social/about/support", "Write from the official address, with the handle and the permanent number."),
    "mastodon": ("", "Write to the administrators of the account's own server: their address is on its About page."),
    "facebook": ("https://www.facebook.com/hacked", "Sign in with the profile of a member of staff who managed the page."),
    "instagram": ("https://www.instagram.com/hacked", "Choose that the account was hacked, and follow the steps."),
    "threads": ("https://www.instagram.com/hacked", "A Threads account is recovered with its Instagram account."),
    "youtube": ("https://support.google.com/youtube/answer/76187", "Secure the Google account first, then the channel."),
    "linkedin": ("https://www.linkedin.com/help/linkedin/ask/TS-RHA", "Use the form for an account that you cannot reach."),
    "tiktok": ("https://www.tiktok.com/legal/report/feedback", "Choose account issues, then a hacked account."),
    "practice": ("", "Nobody has to be told: this is practice. On a real network its address stands here."),
}


def report(platform: str) -> tuple[str, str]:
    """(address, words); without an address where there is none for everybody."""
    return REPORTS.get(platform, ("", "Find the network's help page for accounts that were taken over."))
