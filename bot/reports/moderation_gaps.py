"""What the report cannot count, said in sentences: nobody knows how much it was, and nobody should think that it was nothing."""

from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.messaging import MESSAGING
from bot.reports.moderation_around import Blind
from bot.reports.moderation_figures import lasted
from bot.reports.moderation_scope import Scope

# By network: what its interface does not give to anybody. A network that is not here gives what was read, and no more is known.
NOT_SHOWN: dict[str, str] = {
    "x": "X gives only answers that name the account, the newest 800 of them: deeper answers that leave the name out are not counted.",
    "bluesky": "On Bluesky, answers are read from notifications and from the threads under recent posts: under older posts some may be missing.",
    "mastodon": "On Mastodon a server shows only the answers that reached it.",
    "practice": "The practice network shows everything, which no real network does.",
}
ALWAYS = (
    "Comments that their writers took down before Gatepost read them are not counted, nor is how many people saw a comment before it was hidden.",
    "Pictures and films are not judged here, and private messages are not in these figures. The time of posting is the one the network gives.",
)


def gaps(scope: Scope, blind: Blind) -> list[str]:
    networks = list(dict.fromkeys(account.platform for account in scope.accounts))
    found = [_blind(blind), _asleep(blind), *(NOT_SHOWN[each] for each in networks if each in NOT_SHOWN)]
    for each in (CAPABILITIES[name] for name in networks):
        if not each.hide:
            found.append(f"{each.hidden_means} So on {each.label} nothing counts as hidden by the machine.")
        elif not each.read_hidden:
            found.append(f"{each.label} does not say whether a comment is hidden: hidden means that {each.label} answered so when asked.")
        if not MESSAGING[each.name].read:
            found.append(
                f"Gatepost cannot see private messages on {each.label}: neither what arrives nor what somebody sends from the account. "
                "A person looks once a week."
            )
    return [*found, *ALWAYS]


def _blind(blind: Blind) -> str:
    if not blind.windows:
        return "No account was unreadable for a quarter of an hour or more."
    times = "once" if blind.windows == 1 else f"{blind.windows} times"
    longest = f", the longest time {lasted(blind.longest.total_seconds())}" if blind.windows > 1 else ""
    still = f" {blind.still} of them cannot be read now." if blind.still > 1 else " One account cannot be read now." if blind.still else ""
    return (
        f"An account could not be read {times}, for {lasted(blind.together.total_seconds())} together{longest}: what was said then was seen late, "
        f"and what was taken down meanwhile was never seen.{still}"
    )


def _asleep(blind: Blind) -> str:
    if not blind.outages:
        return "Gatepost itself worked all the time, as far as its own beats show."
    times = "once" if blind.outages == 1 else f"{blind.outages} times"
    return f"Gatepost itself did not work {times}, for {lasted(blind.asleep.total_seconds())} together: no account was read then."
