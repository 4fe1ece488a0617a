"""Posts that most schools write again and again, to start a template from."""

from typing import NamedTuple


class Example(NamedTuple):
    key: str
    name: str
    text: str
    alt_hint: str = ""
    reply_setting: str = "everyone"


EXAMPLES: tuple[Example, ...] = (
    Example(
        "open-evening",
        "Open evening",
        "Our open evening for {year group} families is on {date} from {time}. Come and see the classrooms, meet the staff and ask your "
        "questions. There is no need to book.\n\n#OpenEvening",
        "Say which room or part of the building is shown, and that it is empty or who is in it by role, not by name.",
    ),
    Example(
        "match-report",
        "Match report",
        "Well done to our {team}, who played {opponent} on {date}. The score was {score}. Thank you to everyone who came to cheer them on.",
        "Say which sport is shown and what is happening. No names of pupils.",
    ),
    Example(
        "snow-closure",
        "Snow closure",
        "The academy is closed on {date} because of snow. Work is set online as usual. We will say by {time} whether we open the next day.",
        reply_setting="nobody",
    ),
    Example(
        "non-uniform-day",
        "Non-uniform day",
        "{date} is a non-uniform day. We suggest giving {amount} for {charity}, and nobody has to give anything.",
    ),
    Example(
        "parents-evening",
        "Parents’ evening",
        "Parents’ evening for {year group} is on {date}, from {start} to {end}. Please book your times by {booking date}. "
        "If you cannot come, call the office and we will find another time.",
    ),
)


def example(key: str) -> Example | None:
    return next((each for each in EXAMPLES if each.key == key), None)
