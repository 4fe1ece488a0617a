"""What may not be said of somebody one can recognise: health, needs, care, money at home, behaviour, trouble at work."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Mapping

import regex

_MATTERS: Mapping[str, str] = {
    "health": (
        r"adhd|add|autis(?:m|tic)|asperger\w*|epilep\w+|seizures?|diabet(?:es|ic)|asthma(?:tic)?|anorexi\w+|bulimi\w+|eating disorders?|depress(?:ion|ed)|anxiety|self[- ]?harm\w*|suicid\w+|overdose\w*"
        r"|cancer|leuka?emia|tumou?r|pregnan(?:t|cy)|miscarriage|hiv|tourette'?s?|ocd|ptsd|dyslexi[ac]|dyspraxi[ac]|down'?s syndrome|cerebral palsy|medication|inhaler|epi-?pen|hospitali[sz]ed|in hospital"
        r"|counsell(?:ing|or)|therap(?:y|ist)|camhs|mental health|breakdown|panic attacks?|bereave(?:d|ment)|allerg(?:y|ic|ies)|concussion|surgery|terminally ill|seriously ill|illness|long[- ]term sick\w*|off sick|sick leave|signed off|off with stress|stress[- ]related|wets? (?:himself|herself|the bed)"
        r"|wheelchair user|selective mutism|mute|special diet|drug (?:problem|addict\w*)|addict(?:ed|ion)"
    ),
    "needs": (
        r"sen|send|special (?:educational )?needs|ehcps?|education,? health and care plan|iep|learning (?:difficult\w+|disabilit\w+)|speech (?:therapy|and language)|below (?:age )?expected|behind in (?:reading|maths|english)"
        r"|reading age|bottom set|cannot read|can'?t read|one[- ]to[- ]one support"
    ),
    "care": (
        r"foster(?:ed| care| carers?| family| parents?| home)|looked[- ]after|in care|care leaver|children'?s home|adopted|adoption|social workers?|social services|social care|child protection|child in need"
        r"|safeguarding (?:concerns?|referrals?|issues?|file|record)|young carer|custody|court order|refuge|domestic (?:abuse|violence)|neglect(?:ed)?|abused|sexual abuse|asylum seeker|refugee"
    ),
    "money": r"free school meals?|fsm|pupil premium|food ?bank|hardship (?:fund|grant)|universal credit|on benefits|homeless|evicted|in debt|cannot afford|can'?t afford",
    "behaviour": (
        r"(?:permanently |temporarily )?exclu(?:ded|sion)|suspended|suspension|expelled|expulsion|detention|in isolation|isolation room|internal exclusion|behaviour (?:report|log|contract|plan|record|problems?)|on report"
        r"|bullying|a bully|truant\w*|unauthori[sz]ed absence|poor attendance|caught (?:smoking|vaping|stealing|cheating|fighting|drinking|with)|arrested|managed move|a caution|sanction(?:ed|s)?|malpractice|youth offending|prison|convicted"
    ),
    "work": (
        r"disciplinary|disciplined|capability (?:procedure|process)|grievance|sacked|dismissed|redundan(?:t|cy)|gross misconduct|settlement agreement|under investigation|final warning"
    ),
}
MATTERS: Mapping[str, regex.Pattern[str]] = {kind: regex.compile(rf"\b(?:{words})\b", regex.IGNORECASE) for kind, words in _MATTERS.items()}
ANY_MATTER = regex.compile(rf"\b(?:{'|'.join(_MATTERS.values())})\b", regex.IGNORECASE)
CAPITALS_ONLY = frozenset({"sen", "send", "add", "ocd", "iep", "fsm", "hiv"})
"""Short forms that are words as well when small: "send us a photo"."""

GENERAL_AFTER = regex.compile(
    r"^(?:['’]s)?[\s-](?:and \w+[\s-])?(?:awareness|week|day|month|charit\w+|research|uk|ambassadors?|champions?|assembl\w+|workshops?|talks?|clubs?|leads?|leaders?|campaign\w*|training|polic\w+|charter|awards?|first aid\w*|matters|projects?"
    r"|funds?|trust|foundation|society|hospice|appeal|walk|run|concert|collection|donations?|support (?:group|team|hub|service)|team|hub|centre|fair|conference|governor|coordinator|co-?ordinator|book|books|novel|play|film|debate|essay|unit|topic|lesson|lessons|project|policy|prevention|wellbeing|and wellbeing|action|friendly|code)\b",
    regex.IGNORECASE,
)
GENERAL = regex.compile(
    r"\b(?:awareness|charit\w+|fundrais\w+|raised?|raising|donat\w+|sponsor\w*|campaign\w*|in aid of|on behalf of|assembly|workshop|novel|poem|character|story|play(?:ed|ing)? the|wrote about|spoke about|talk(?:ed|s)? about|learn\w* about|research\w*|project on|presentation on|essay on|studied|studying|history of|ambassadors?|champions?|conference)\b",
    regex.IGNORECASE,
)
