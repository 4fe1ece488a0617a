"""The table behind the claim finder: what a claim of each kind looks like."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from functools import cache
from typing import Literal

import regex

from bot.drafts.claim_words import (
    ANY,
    BODY,
    CAPS,
    CEREMONY,
    DAY_NAME,
    DAYS,
    GRADE,
    METAL,
    MONTH,
    MOST,
    NTH,
    NUMBER,
    PLACES,
    PRIZE,
    PUPILS,
    ROUGHLY,
    SCALE,
    SUPERLATIVE,
    UNIT,
    WEEKDAY,
    WORD_NUMBER,
    YEAR,
    I,
)

Kind = Literal["figure", "percentage", "date", "time", "money", "ranking", "superlative", "quotation", "award"]

ORDER: tuple[Kind, ...] = ("quotation", "money", "percentage", "time", "date", "award", "ranking", "superlative", "figure")
"""The more specific kind first."""

_TABLE: tuple[tuple[Kind, str, int], ...] = (
    (
        "money",
        rf"[£$€]\s?{NUMBER}(?:\s?(?:k|m|bn|million|thousand|billion|hundred)\b)?(?:\s?(?:-|–|to)\s?[£$€]?{NUMBER}(?:\s?(?:k|m|bn|million|thousand)\b)?)?",
        I,
    ),
    ("money", r"(?<![\w.])\d{1,3}(?:\.\d)?p(?!\w)", 0),
    ("money", rf"\b{ANY}(?: {SCALE})?(?: pounds?| quid| pence|-pound)\b", I),
    ("percentage", rf"(?<![\w.]){NUMBER}(?:\s?(?:-|–|to)\s?{NUMBER})?\s?(?:%|per ?cent(?:age points?)?\b|percentage points?\b)", I),
    ("percentage", rf"\b(?:{WORD_NUMBER}|one|zero)(?: point {UNIT})?[ -](?:per ?cent|percentage points?)\b", I),
    (
        "time",
        r"(?<![\w:.])(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?(?:am|pm|a\.m\.?|p\.m\.?)?\s?(?:-|–|—|to|until|till)\s?(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?(?:am\b|pm\b|a\.m\.?|p\.m\.?)",
        I,
    ),
    ("time", r"(?<![\w:.])(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?(?:am\b|pm\b|a\.m\.?|p\.m\.?)", I),
    ("time", r"(?<![\w:.])(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?(?:-|–|to|until)\s?(?:[01]?\d|2[0-3]):[0-5]\d)?(?![\d:])", 0),
    (
        "time",
        r"(?:\b(?:at|from|by|until|till|before|after|around|about|between|starts?|opens?|closes?|begins?)) (?P<claim>(?:1[0-2]|0?[1-9]|1[3-9]|2[0-3])\.[0-5]\d(?:\s?(?:-|–|to|until|and)\s?\d{1,2}\.[0-5]\d)?)(?!\d|\.\d|\s?(?:%|per|million|seconds|points|miles|km))",
        I,
    ),
    (
        "time",
        r"(?<![\w:.£])(?:1\d|2[0-3]|0?[1-9])\.[0-5][05]\s?(?:-|–|—|to|until)\s?(?:1\d|2[0-3]|0?[1-9])\.[0-5][05](?![\d.%]| ?(?:m|metres|seconds|points|k|million)\b)",
        0,
    ),
    ("time", r"(?<![\w:.£])(?:1\d|2[0-3]|0?[7-9])\.[0-5]\d\s?(?:-|–|—|to|until)\s?(?:1\d|2[0-3]|0?[1-9])\.[0-5]\d(?![\d.%])", 0),
    (
        "time",
        r"(?<!\b(?:fell|fall|fallen|rose|risen|dropped|up|down|increased|grew|grown|went|gone|improved|reduced|cut|jumped) )\b(?:from|between|open) (?P<claim>\d{1,2}(?:[.:][0-5]\d)?\s?(?:-|–|to|until|till|and)\s?\d{1,2}(?:[.:][0-5]\d)?)(?=\s*(?:[.!,;]|$|in the|on|at|every|each|daily))",
        I,
    ),
    (
        "time",
        rf"\b(?:half past|quarter past|quarter to|ten past|ten to|twenty past|twenty to|five past|five to) (?:one|{UNIT}|ten|eleven|twelve|\d{{1,2}})\b",
        I,
    ),
    ("time", rf"\b(?:one|{UNIT}|ten|eleven|twelve|\d{{1,2}}) o[’']?clock\b|\b(?:noon|midday|midnight)\b", I),
    ("time", r"\b(?:at|from|by|until) (?P<claim>(?:1[0-2]|[1-9]))(?=\s*(?:[.!,;]|$|in the|on|sharp|tonight|tomorrow|for))(?!\.\d)", I),
    ("date", r"(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:\d{4}|\d{2})(?![\d/])|\b\d{4}-\d{2}-\d{2}\b", 0),
    ("date", rf"(?<![£\d.,])\b(?:{WEEKDAY}\.?,? (?:the )?)?{DAYS} (?:of )?{MONTH}\b(?:\.?,? {YEAR})?(?! be\b)", I),
    ("date", rf"\b(?:{WEEKDAY}\.?,? )?{MONTH}\.? (?:the )?{DAYS}\b(?!\s?(?:%|pupils|students|people|[:.]\d))(?:,? {YEAR})?", I),
    (
        "date",
        rf"\b{WEEKDAY},? (?:the )?\d{{1,2}}(?:st|nd|rd|th)\b|\b(?:on|from|by|until) the (?P<claim>\d{{1,2}}(?:st|nd|rd|th))\b(?! (?:place|anniversary|year|birthday|century))",
        I,
    ),
    ("date", rf"\b{WEEKDAY},? {DAYS}[/.](?:0?[1-9]|1[0-2])\b|\b{WEEKDAY} \d{{1,2}}(?=[,.!;]|$)", I),
    ("date", rf"\b(?:(?:next|last|this|every|each|on|coming) )?{DAY_NAME}s?\b(?:[’']s)?", I),
    ("date", r"\b(?:the )?(?:(?:early|mid|late)[- ])?(?:1[5-9]|20)\d0s\b", I),
    (
        "date",
        r"\b(?:tomorrow|yesterday|tonight|last night|next week|next month|next year|next term|last year|last month)\b(?:[’']s)?(?: (?:morning|afternoon|evening|night))?",
        I,
    ),
    ("date", r"\b(?:January|February|April|June|July|August|September|October|November|December)(?:,? (?:1[5-9]|20)\d{2})?\b", 0),
    (
        "date",
        r"\b(?:March|May|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec),? (?:1[5-9]|20)\d{2}\b|\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Ff]rom|[Nn]ext|[Ll]ast|[Ee]arly|[Ll]ate|[Mm]id|[Ee]very|[Tt]his|[Dd]uring)[ -](?P<claim>March|May|Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?! (?:Day|Fair|the))",
        0,
    ),
    (
        "award",
        rf"\b(?:Ofsted|ISI|Estyn)(?:[’']s)?(?:[- ](?:rated|judged|graded|judgement|grade|rating))?(?: (?:of|as|is|was))?[:,]? [“\"‘']?(?:{GRADE})\b[”\"’']?(?: in all areas| (?:school|provider))?",
        I,
    ),
    (
        "award",
        rf"\b(?:Ofsted|ISI|Estyn|[Ii]nspectors)\b(?: \w+){{0,7}} (?P<claim>[“\"‘']?(?i:{GRADE})\b[”\"’']?(?: (?:in (?:all|every) (?:areas?|categor\w+)|school|overall))?)(?! (?:at|for(?! (?:early|leadership|behaviour|quality|the quality|personal|sixth))|fun|as|luck|to|of)\b)",
        0,
    ),
    (
        "award",
        rf"\b(?:rated|judged|graded|judgement of|rating of|remains?|described as|deemed|found to be)(?: (?:as|to be|as being|a|an|us|the school|overall))* (?P<claim>[“\"‘']?{GRADE}[”\"’']?)(?! (?:at|for|fun|as|luck))\b",
        I,
    ),
    (
        "award",
        r"(?P<claim>[“\"‘']?\b(?:Outstanding|Inadequate)\b[”\"’']?)(?= (?:by|in|from|school|academy|provider|rating|judgement|Ofsted))|[“\"‘'](?:Outstanding|Good|Inadequate)[”\"’']|\bRequires Improvement\b|\bRequires Improvement to (?P<claim>Good|Outstanding)\b",
        0,
    ),
    ("award", rf"\b{METAL} (?:medals?|medall?ists?|awards?|standard|certificates?|trophy|trophies|status|accreditation|mark|level)\b", I),
    (
        "award",
        rf"\b(?:Artsmark|Arts Mark|School Games(?: Mark)?|Duke of Edinburgh(?:[’']s)?(?: Awards?)?|DofE|D of E|CREST|Arts Award|Music Mark|Eco[- ]Schools?|Healthy Schools?|UKMT|Modeshift(?: STARS)?|Rights Respecting(?: Schools?)?|Investors in \w+|Pupil Premium|Schools? Mental Health)(?: (?:{METAL}|Green Flag|Award|Mark|Status|Challenge))+\b",
        I,
    ),
    (
        "award",
        r"\b(?:Artsmark|DofE Award|International School Award|Investors in People|Green Flag|Eco-Schools|Rights Respecting|Modeshift STARS|Basic Skills Quality Mark|Quality in Careers|World Class Schools?(?: Quality Mark)?|Apple Distinguished School|Microsoft Showcase School|Teaching School|Leading Edge|SSAT|School of Sanctuary|Dyslexia Friendly|Stonewall (?:Champion|School)|Carnegie|Gatsby Benchmarks?|Challenge Partners|Centre of Excellence|National Support School)\b(?: (?:Gold|Silver|Bronze|Platinum|Award|Mark|status|accreditation))*",
        0,
    ),
    ("award", rf"\b[A-Z][\w’'&-]*\s+{CAPS}{{0,6}}{PRIZE}\b{CEREMONY}(?:,? (?:{YEAR}))?", 0),
    ("award", r"\b(?:[A-Z]\w+ )*(?:[A-Z]\w+) of the (?:Year|Month|Match|Tournament|Season|Decade)\b", 0),
    (
        "award",
        r"\b(?:(?:county|national|regional|district|league|city|borough|world|uk|gb|european|british|english|cup|trust|area|reigning|defending|back-to-back|u\d+|junior|senior)[- ])+(?:champions?|winners?|finalists?|title|titles|runners?[- ]up|(?:semi-?|quarter-?)?finals?)\b",
        I,
    ),
    (
        "award",
        r"\b(?:crowned|named|are|became|were|is|the) (?:the |overall |this year[’']s )?(?P<claim>(?:overall )?(?:champions|winners|runners[- ]up))\b",
        I,
    ),
    (
        "award",
        r"\b(?:shortlisted|nominated|longlisted|highly commended|commended|accredited|reaccredited) (?:for|as|by|in) (?:an? |the )?(?:[A-Z][\w’'-]+(?: |(?=\W)))*",
        0,
    ),
    (
        "award",
        r"\bwon (?:an? |the |their |our )?(?P<claim>(?:[\w’'-]+ ){0,4}(?:awards?|prizes?|trophy|trophies|medals?|cup|shield|scholarships?|competition|tournament|league|title|championships?))\b(?! (?:evening|ceremony|night|assembly))",
        I,
    ),
    (
        "award",
        r"\b[Ww](?:on|ins?|inning) (?:the|an?|our|their|this year[’']s) (?P<claim>[A-Z][\w’'-]*[’']?(?: (?:of |the |for )*[A-Z][\w’'-]*)*)(?! (?:race|game|match|vote|heat|final))",
        0,
    ),
    ("award", r"\b(?:[Ww]on|[Ww]ins?|[Ww]inning|[Nn]amed|[Aa]warded|[Tt]ook|and|an?) (?P<claim>Best(?: (?:in |of |the |for )?[A-Z][\w’'-]*)+)", 0),
    ("award", r"\b(?:five|four|5|4)[- ]star(?: (?:food )?(?:hygiene )?rating)?\b", I),
    ("ranking", rf"\b(?:among|amongst|one of) (?:the|its|their|our|england[’']s|the country[’']s) (?P<claim>top|leading)(?= (?:\w+ )?{BODY}s?\b)", I),
    (
        "ranking",
        rf"\b(?:in the |among the )?(?P<claim>top (?:{ANY})(?:\s?(?:%|per ?cent))?|bottom (?:{ANY})\s?(?:%|per ?cent)?|top (?:half|third|quarter|quartile|decile|flight))",
        I,
    ),
    (
        "ranking",
        r"\b(?:no\.?|number|#) ?(?:1|one)\b|\btop of the (?:league|table|leaderboard|group|class)\b|\btop spot\b|\bpole position\b|\b(?:joint )?top[- ](?:performing|scoring|rated|ranked|ranking)\b",
        I,
    ),
    ("ranking", rf"\b(?:joint )?{NTH} (?:place|prize|position|overall|nationally|out of {ANY}|of {ANY})\b", I),
    (
        "ranking",
        rf"\b(?:joint )?(?i:{NTH}) (?:in|across|within) (?:the |our |all of )?(?:whole |entire )?(?:(?i:{PLACES})|[A-Z]\w+)\b",
        0,
    ),
    (
        "ranking",
        r"\b(?:came|come|coming|finish(?:ed|es|ing)?|plac(?:e|ed|es|ing)|puts?|rank(?:ed|s|ing)?|stand|sit|are|were|secured|took|taking|claimed|now)(?: (?:a|an|in|us|the|our|them|at|school|academy|now|ranked|placed|brilliant|fantastic|superb|amazing|well-deserved|joint|very|close))* (?P<claim>(?:joint )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|top|1st|2nd|3rd|\d+th))\b(?! (?:of all|time|day|part|years?|term|week|aid|steps?|form|their|our|stage))",
        I,
    ),
    (
        "ranking",
        r"\b(?:(?:well|far|significantly|just|comfortably|slightly) )?(?:above|below|ahead of|better than|higher than|lower than|in line with|exceed\w*|beat\w*|outperform\w*)(?: (?:the|both|all|any))? (?:(?:national|local|county|regional|trust|authority|england|state|similar)(?: and)?\s?)*(?:averages?|figures?|expectations?|schools|benchmarks?)\b",
        I,
    ),
    ("ranking", r"\b(?:runners?[- ]up|podium finish|league leaders|league[- ]topping|table[- ]topping)\b", I),
    ("superlative", rf"(?:(?<![’'\w])\w+[- ])?\b{SUPERLATIVE}(?:[- ](?:ever|on record|yet|since))?\b", I),
    ("superlative", rf"\b{MOST}\b(?: ever)?|\bthe most (?:of any|in the)\b", I),
    (
        "superlative",
        r"\b(?:very |our |the |all-time |personal |season[’']s )?(?P<claim>best(?:[- ](?:ever|in class|performing|performed|on record|yet))?)\b(?! (?:to (?:bring|wear|arrive|call|email|use)))",
        I,
    ),
    (
        "superlative",
        r"\b(?:the|our|its|their|county[’']s|city[’']s|country[’']s|region[’']s|town[’']s|nation[’']s|uk[’']s|england[’']s) (?P<claim>only)\b",
        I,
    ),
    ("superlative", rf"\b(?P<claim>only)(?= (?:[\w-]+ )?{BODY}s?\b)|\bone of (?P<claim>only|just)\b", I),
    (
        "superlative",
        r"\brecord[- ](?:breaking|breakers?|high|low|equalling|number|numbers|attendance|results?|amount|total|year|crowd|turnout|sum|time)\b|\b(?:a|new|school|world|county|national|club|league|the|all-time|british|olympic|course|track)(?: \w+)? (?P<claim>records?)\b(?! (?:of|shop|player|book|keeping|label))|\bbroke(?:n)? (?:the|a|our|\w+) (?P<claim>record)\b",
        I,
    ),
    (
        "superlative",
        r"\b(?:first|biggest|best|highest|lowest|only|worst|largest|latest|earliest)[- ]ever\b|\bfor the first time (?:ever|in)\b|\bfirst time ever\b|\bnever before\b|\bunprecedented\b|\bunrivalled\b|\bunbeaten\b|\bundefeated\b|\bsecond to none\b|\bunique\b|\bunmatched\b|\bworld[- ](?:class|leading|beating)\b|\b(?:market|sector|nation|industry)[- ]leading\b|\bworst\b|\bflagship\b",
        I,
    ),
    (
        "superlative",
        rf"\bleading {BODY}s?\b|\bof all time\b|\b(?:than|of) any other\b|\bthan ever(?: before)?\b|\b(?:no other|nowhere else|no one else|nobody else|unlike any other)\b|\b(?:the|our|its) (?P<claim>first (?:and only )?(?:ever )?(?:\w+ )?(?:school|academy|college|trust|sixth form|team|pupils?|students?|person|woman|girl|boy)s?)(?= (?:in|to|from|across|of|ever))",
        I,
    ),
    ("figure", rf"\b(?:(?:{ANY}|one) (?:out of (?:the |our |every )?|of (?:the |our |every )?|in (?:every )?)(?:{NUMBER}|{WORD_NUMBER}))\b", I),
    (
        "figure",
        r"\b(?:(?:just|nearly|almost|about|over|more than|around|exactly) )?(?:half(?= (?:of|the|our|a|all|my|their|\d))|(?:a|one|two|three|four)[- ](?:third|quarter|fifth|half|tenth)s?)(?: of\b)?",
        I,
    ),
    (
        "figure",
        r"\b(?:doubl(?:e|ed|es|ing)|tripl(?:e|ed|es|ing)|trebl(?:e|ed|es|ing)|quadrupl(?:e|ed|es)|halv(?:e|ed|es|ing)|twice|(?:two|three|four|five|ten)fold|\d+[- ]?fold)\b(?! (?:maths|science|lesson|period|award|decker|bass|glazing|check))",
        I,
    ),
    (
        "figure",
        r"\b(?:hundreds|thousands|dozens|scores|millions|tens of thousands)(?: of\b)?|\ba dozen\b|\b(?:(?:the|a) )?(?:vast |large |great |overwhelming )?majority(?: of\b)?|\bmost of (?:our|the|their) "
        + PUPILS
        + r"\b",
        I,
    ),
    (
        "figure",
        rf"\b(?:all|every|each|none|not one|no)(?: of)?(?: (?:our|the|their))? {PUPILS} (?:achieved|passed|gained|secured|met|progressed|went|got|received|earned|excluded|reached|made)\b",
        I,
    ),
    ("figure", r"(?<![\w.,/:-])(?:\d{1,3})\s?[-–—:]\s?(?:\d{1,3})(?![\w/:-]|\s?%|[.,]\d)", 0),
    (
        "figure",
        rf"\b{ROUGHLY}(?:the )?{ANY}(?: {SCALE})?[- ](?:years?|months?|weeks?|days?|hours?|minutes?|mins?|seconds?|secs?|miles?|km|kilometres?|metres?|laps?|tonnes?|kg|points?|goals?|runs?)\b(?:[’']s?)?(?: (?:running|in a row|in succession|on the trot|old))?",
        I,
    ),
    (
        "figure",
        r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))(?: \w+)? (?:running|in a row|in succession)\b|\b(?:first|second|third|fourth|fifth|sixth|seventh|\d+(?:st|nd|rd|th)) (?:consecutive|successive)(?: \w+)?|\b(?:the|our|for the|a) (?P<claim>(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)(?! form| year| world| term))\b",
        I,
    ),
    ("figure", r"\bby (?:almost |nearly |over |more than |about )?(?P<claim>half|(?:a|one) (?:third|quarter|fifth|tenth))\b", I),
    ("figure", r"\b\d+(?:st|nd|rd|th)\b(?= (?:anniversary|birthday|year|annual|time|season|edition|consecutive))", I),
    ("figure", rf"(?<![\w£$€.,/:@#-])(?:{ROUGHLY})[+−–-]?{NUMBER}(?:\s?(?:{SCALE}|k|m|bn)\b)?(?:\s?x\b|\+)?(?![\w%/:@]|\.\d|,\d)", I),
    (
        "figure",
        rf"(?<![\w-])(?:{ROUGHLY}){NUMBER}[- ]?(?:miles?|km|kg|g|tonnes?|metres?|cm|mm|m|mph|hrs?|mins?|secs?|ft|litres?|l|x|s|th|k|mb|gb)\b",
        I,
    ),
    ("figure", r"\b(?:zero|nil)(?! tolerance)\b|\baverag\w+ (?:of )?(?:an? )?(?P<claim>[A-E][*+-]?)(?!\w)", I),
    ("figure", rf"(?<![\w-]){ROUGHLY}{WORD_NUMBER}(?![\w]|-(?:in-hand))", I),
    ("quotation", r"“[^”\n]{3,600}”", 0),
    ("quotation", r'(?<![\w])"(?=\S)[^"\n]{3,600}(?<=\S)"(?!\w)', 0),
    ("quotation", r"(?<!\w)‘(?=\S)(?:[^’\n]|’(?=\w)){3,400}’(?!\w)", 0),
    ("quotation", r"(?<!\w)'(?=\w)(?:[^'\n]|'(?=\w)){3,400}(?<=\S)'(?!\w)", 0),
    (
        "quotation",
        r"(?<![”\"’',] ?)\b(?:said|says|stated|told (?:us|the \w+)|commented|explained|wrote|added|noted|reported|found|described how)(?: that|:)? (?P<claim>(?!(?:goodbye|hello|thank|farewell|yes|no|a|an|out|by|in|at|on|to|for|it|here|from|his|her|their|about)\b)(?=(?:\S+ ){3})[^.!?\n“\"‘]{12,300})",
        I,
    ),
    ("quotation", r"\baccording to (?:[^,.\n]{2,60}), (?P<claim>[^.!?\n“\"‘]{5,300})", I),
)


@cache
def patterns() -> tuple[tuple[Kind, regex.Pattern[str]], ...]:
    """Compiled once, at the first question."""
    return tuple((kind, regex.compile(pattern, flags)) for kind, pattern, flags in _TABLE)
