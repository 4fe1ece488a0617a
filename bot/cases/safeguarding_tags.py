"""The duties that may stand behind a concern, as data. Suggested from the rule that spoke, changed by the safeguarding lead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tag:
    label: str
    duty: str


IMAGERY = "imagery"
TAGS: Mapping[str, Tag] = {
    "kcsie": Tag(
        "Child protection (KCSIE)",
        "Everybody in the school acts on a concern at once. A child at risk of harm is referred to children's social care.",
    ),
    "self_harm": Tag(
        "Self-harm or suicide",
        "Make sure that the child is seen and safe now: family, 999 or the crisis line. Do not wait for an assessment.",
    ),
    "prevent": Tag(
        "Prevent",
        "The school must have due regard to keeping people from being drawn into terrorism. Refer to the Prevent team; immediate threat: 999.",
    ),
    "cse": Tag(
        "Sexual or criminal exploitation",
        "Treat the child as a victim. Refer to children's social care and the police; look for other children involved.",
    ),
    "fgm": Tag(
        "FGM",
        "A teacher who finds that FGM was carried out on a girl under 18 must personally report it to the police (101). Nobody can do it for them.",
    ),
    "forced_marriage": Tag(
        "Forced marriage",
        "Do not speak to the family first. Ring the Forced Marriage Unit, the police or children's social care.",
    ),
    "cme": Tag(
        "Child missing education",
        "Find out where the child is. The local authority is told of a pupil who is missing school without explanation.",
    ),
    "online": Tag(
        "Grooming or online approach",
        "Keep what there is, without asking the child to go on. Report to CEOP; refer to children's social care.",
    ),
    IMAGERY: Tag(
        "Nude or sexual picture of a child",
        "Nobody looks at it, copies it, prints it, saves it or passes it on, to report it either. "
        "Police or social care where there is force, an adult, or a child under 13.",
    ),
    "staff": Tag(
        "Allegation against an adult who works with children",
        "The Headteacher rings the local authority designated officer (LADO) within one working day, before anybody investigates.",
    ),
    "weapon": Tag(
        "Weapon or attack",
        "Ring 999. Follow the school's lockdown plan.",
    ),
}
# The rule as the word lists name it, and the duties it suggests; everything else suggests the first.
FROM_RULE: Mapping[str, tuple[str, ...]] = {
    "suicide or self-harm": ("self_harm",),
    "distress": ("self_harm",),
    "grooming or secret contact": ("kcsie", "online"),
    "exploitation": ("kcsie", "cse"),
    "FGM or forced marriage": ("fgm", "forced_marriage"),
    "radicalisation or extremism": ("prevent",),
    "weapon or attack at school": ("weapon",),
    "missing child": ("kcsie", "cme"),
    "sexual imagery or approach to a child": ("kcsie", "online", IMAGERY),
}


def suggested(rules: Iterable[str]) -> list[str]:
    """Codes for the rules that spoke ("safeguarding: exploitation"), in the order of the table."""
    names = [rule.partition(": ")[2] or rule for rule in rules]
    found = {code for name in names for code in FROM_RULE.get(name, ())} or {"kcsie"}
    return [code for code in TAGS if code in found]


def known(codes: Iterable[str]) -> list[str]:
    """Those that are in the table, each once."""
    wanted = set(codes)
    return [code for code in TAGS if code in wanted]
