"""What the school may publish about its moderation: the house rules, what the machine does, how long it takes, how to appeal."""

from bot.accounts.models import Account
from bot.moderation.desk.decide import HIDE_REASONS
from bot.moderation.desk.wording import WORKING_DAYS, rule
from bot.platforms.capabilities import CAPABILITIES
from bot.reports.moderation import Report
from bot.reports.moderation_figures import FEWER, FEWEST, lasted

CRITICISM = (
    "Anybody may comment on our posts, and anybody may criticise us. No machine hides criticism here. Where a member of staff hides, removes or "
    "cuts off a comment that also criticises us, they name the house rule that it breaks, and our governors are told how often that was."
)
MACHINE = (
    "A computer program reads each comment soon after it is posted. If it finds what our house rules name, it can hide the comment at once, "
    "and a senior member of staff then decides whether it stays hidden. What it is unsure of it leaves visible and asks a person about. "
    "It judges the words of a comment and not the person who wrote it. It makes mistakes, and people put them right."
)
DANGER = (
    "If a comment says that somebody is in danger, our safeguarding lead is told. This page is not watched at all hours: in an emergency ring 999."
)


def text(report: Report) -> str:
    """Plain text without a number under five, to be copied by a person who has read it."""
    accounts = list(report.scope.accounts)
    names = " and ".join(home.name for home in report.scope.homes)
    parts = [
        f"How we moderate comments: {names}",
        CRITICISM,
        "What we hide\n" + "\n".join(f"- {rule(code)}" for code in HIDE_REASONS),
        f"What the machine does\n{MACHINE}",
        DANGER,
        *([] if not accounts else ["What hidden means\n" + "\n".join(_hidden(accounts))]),
        f"How long it takes\n{_numbers(report)}",
        f"If we got it wrong\n{_appeal(accounts)}",
    ]
    return "\n\n".join(parts) + "\n"


def _hidden(accounts: list[Account]) -> list[str]:
    networks = dict.fromkeys(account.platform for account in accounts)
    return [f"- {CAPABILITIES[each].label}: {CAPABILITIES[each].hidden_means}" for each in networks]


def _numbers(report: Report) -> str:
    came = f"{report.scope.whole.when}, {_number(report.came)} comments were read."
    if report.hidden_by_machine < FEWEST:
        return f"{came} The machine hid {FEWER}, so we give no time."
    middle = lasted(report.hidden.middle)
    return (
        f"{came} The machine hid {report.hidden_by_machine:,}, in the middle case {middle} after it first saw them. "
        f"People found {_number(report.restored)} of these hidden wrongly and showed them again."
    )


def _number(number: int) -> str:
    return f"{number:,}" if number >= FEWEST else FEWER


def _appeal(accounts: list[Account]) -> str:
    addresses = list(dict.fromkeys(account.official_email for account in accounts))
    where = " or ".join(addresses) if addresses else "the school office"
    return (
        f"Write to {where} and say which comment you mean. Somebody who did not decide it looks at it again, "
        f"and you hear from us within {WORKING_DAYS} working days."
    )
