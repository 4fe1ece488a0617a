"""The table behind the claim finder: what a claim of each kind looks like, and what only looks like one."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from functools import cache
from typing import Literal

import regex

Kind = Literal["figure", "percentage", "date", "time", "money", "ranking", "superlative", "quotation", "award"]

ORDER: tuple[Kind, ...] = ("quotation", "money", "percentage", "time", "date", "award", "ranking", "superlative", "figure")
"""The more specific kind first."""

I = regex.IGNORECASE  # noqa: E741

_UNIT = "two|three|four|five|six|seven|eight|nine"
_TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TEN = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = rf"(?:(?:{_TEN})(?:[- ](?:one|{_UNIT}))?|{_TEEN}|{_UNIT})"
_SCALE = r"(?:hundred|thousand|million|billion)"
WORD_NUMBER = rf"(?:(?:a|one|{_SMALL})[ -]{_SCALE}(?:[ -](?:and[ -])?(?:{_SMALL}|one)(?:[ -]{_SCALE})?)?|{_SMALL})"
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_ANY = rf"(?:{NUMBER}|{WORD_NUMBER})"
_ROUGHLY = r"(?:(?:more than|less than|fewer than|over|under|nearly|almost|around|about|up to|at least|approximately|some) )?"

_WEEKDAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_DAY_NAME = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
_DAYS = rf"{_DAY}(?:\s?(?:-|–|—|to|and|&|/)\s?{_DAY})?"
_YEAR = r"(?:1[5-9]|20)\d{2}"

_PUPILS = r"(?:pupils?|students?|children|learners|leavers|candidates|families|teachers|staff)"
_BODY = r"(?:school|academy|college|sixth form|trust|team|department|nursery|site|campus|provider|centre|pupil|student|club|state school)"
_PLACES = r"(?:county|country|city|borough|region|district|trust|town|area|world|nation|uk|england|britain|midlands|league|competition|final|group|class|heats?)"
_NTH = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))"
_SUPERLATIVE = (
    r"(?:high|low|larg|bigg|small|old|young|fast|quick|long|short|tall|strong|great|fin|rich|busi|cheap|earli|bright|happi|hard|saf|green|"
    r"clean|healthi|friendli|wid|deep|steep|heavi|warm|cold|hott|prett|smart|clever|kind|brav|weak|poor)est"
)
_MOST = (
    r"most (?:improved|successful|popular|inclusive|diverse|ambitious|oversubscribed|outstanding|experienced|sustainable|advanced|modern|"
    r"accessible|watched|viewed|followed|highly[- ]\w+|deprived|disadvantaged|exciting|innovative|academic|talented|decorated|nominated|\w+(?:ful|ous|ive|able|ible|ed|ent|ant))"
)
_GRADE = r"(?:outstanding|good|requires improvement|inadequate|exceptional|strong(?: standard)?|expected standard|exemplary)"
_METAL = r"(?:gold|silver|bronze|platinum|diamond)"
_CAPS = r"(?:(?:[A-Z][\w’'&.-]*|of|the|for|in|and|&|to)\s+)"
_PRIZE = r"(?:Award|Prize|Trophy|Medal|Cup|Shield|Quality Mark|Mark|Certificate|Scholarship|Championships?|Accreditation|Charter Mark|Charter|Kitemark|Flag)s?"
_CEREMONY = r"(?!\s+(?:Evening|Ceremony|Night|Assembly|Day|Dinner|Event|evening|ceremony|night|assembly|day|dinner|event|lunch|breakfast))"

# What only looks like a claim. Order matters: addresses go first, so that digits in them are gone before the rest looks.
PROTECTED: tuple[regex.Pattern[str], ...] = tuple(
    regex.compile(pattern, flags)
    for pattern, flags in (
        (
            r"\b[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:[a-z0-9-]+\.)+(?:uk|com|org|net|ly|co|gl|gle|edu|info|tv)(?:/\S*)?\b",
            I,
        ),
        (r"(?<![\w])[@#]\w+(?:@[\w.-]+)?", 0),
        (r"(?<![\d,.£])(?:\+44|\(?0)[\s(]*(?:\d[\s\-()]{0,2}){8,10}\d(?!\d)", 0),  # phone numbers
        (
            r"\b(?:years?|yrs?|y|key stage|ks|level|unit|chapter|act|scene|module|paper|volume|part|week|term|half term|lesson|period|tier|stage|phase"
            r"|room|rm|block|house|platform|gate|bus|route|channel|radio|entrance|table|page|p|grades?|group|set|class|form|team|appendix|section|version"
            r"|year groups?|covid|bbc|c|progress|attainment|key)[ -]?"
            rf"(?:\d{{1,3}}[a-z]?(?!\d|[.,]\d|%|\s?(?:[ap]m\b|per ?cent))|{_UNIT}|ten|eleven|twelve|thirteen|one)(?:s|[’']s)?"
            r"(?:\s?(?:-|–|to|and|&|,|or|/)\s?(?:(?:years?|y|ks)\s?)?\d{1,2}(?!\d|[.,:/]\d|%|\s?[ap]m\b|\s?per ?cent|\s\w))*\+?(?!\w)",
            I,
        ),
        (
            r"(?<![£$€\w.,:/-])\d{1,2}(?!(?:st|nd|rd|th|am|pm|p|k|m|h|km|kg|g|l|x|s|ft|cm|mm|mb|gb|bn)\b)[A-Za-z]{1,2}\d?(?![\w%])",
            0,
        ),  # form names: 7B, 10XY
        (
            r"\b(?:u|under)[- ]?\d{1,2}(?:[’']?s)?\b|\b\d{1,2}/\d{1,2} ?[a-z]?(?=\s+class)|\b24/7\b|\b[1-4](?:st|nd|rd|th) (?:xi|xv|team|form|floor|class|year)\b"
            r"|\b\d{1,2}(?:st|nd|rd|th)[- ]centur(?:y|ies)\b|\b[a-z]{1,2}\d{1,2}[a-z]? ?\d[a-z]{2}\b",
            I,
        ),
        (
            r"\b\d+(?:x\d+)?m (?=sprint|race|hurdles|relay|final|freestyle|backstroke|breaststroke|butterfly|run\b|dash)|\b\d{1,2}k (?=run|race|walk|fun run)",
            I,
        ),
        (
            r"\baged? \d{1,2}(?:\s?(?:-|–|to)\s?\d{1,2})?\b|\bages \d{1,2}(?:\s?(?:-|–|to|and)\s?\d{1,2})?\b|\b\d{1,2}\s?(?:-|–)\s?\d{1,2}(?= (?:school|academy|year olds?))",
            I,
        ),
        (
            r"\b\d{1,4}[a-z]? (?:[A-Z][a-z’']+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Drive|Way|Crescent|Place|Gardens|Hill|Rise|Square|Court|Grove|Park)\b",
            0,
        ),
        (
            r"\bhalf[- ](?:terms?|time|hearted|board|day)\b|\b(?:first|second|other|better) half\b|\bworld wars? (?:one|two)\b|\b(?:first|second) world war\b",
            I,
        ),
        (
            r"\bfirst(?:ly)?[- ](?:aid(?:ers?)?|day|days|time|week|things?|name|names|hand|class|year|term|half|lesson|language|steps?|impressions?|look|session|meeting|ever day)\b"
            r"|\bsixth[- ]form(?:ers?)?\b|\bsecond(?:ly)?[- ](?:hand|nature|chance|language|thoughts?|week|day|term|year|session)\b|\bat first\b|\bfirst of all\b",
            I,
        ),
        (
            r"\bhigh[- ]five[sd]?\b|\bcatch[- ]22\b|\bbest (?:wishes|of luck|foot|friends?|regards|practice|behaviour|interests?)\b|\ball the best\b"
            r"|\b(?:do|does|did|doing|try|tries|tried|trying|give|gives|gave|giving|be|being|at|feel|look) (?:your|their|our|my|his|her|its|the)(?: \w+)? (?:very )?best\b"
            r"|\b(?:may|might|had|as|it is|it’s|it's) best\b|\bthe best (?:way|place|time|part|bit|thing) to\b",
            I,
        ),
        (r"\bmay day\b|\bmay (?:half|fair|fayre|bank)\b|\bblack friday\b|\bgood friday\b|\bshrove tuesday\b", I),
    )
)

YEAR = regex.compile(
    rf"(?<![\d,.£$€/-]){_YEAR}(?:\s?[/–-]\s?(?:\d{{4}}|\d{{2}}))?(?![\d,]|\.\d|\s(?:pupils|students|people|families|books|miles|pounds|parents|visitors|children))"
)

_TABLE: tuple[tuple[Kind, str, int], ...] = (
    (
        "money",
        rf"[£$€]\s?{NUMBER}(?:\s?(?:k|m|bn|million|thousand|billion|hundred)\b)?(?:\s?(?:-|–|to)\s?[£$€]?{NUMBER}(?:\s?(?:k|m|bn|million|thousand)\b)?)?",
        I,
    ),
    ("money", r"(?<![\w.])\d{1,3}(?:\.\d)?p(?!\w)", 0),
    ("money", rf"\b{_ANY}(?: {_SCALE})?(?: pounds?| quid| pence|-pound)\b", I),
    ("percentage", rf"(?<![\w.]){NUMBER}(?:\s?(?:-|–|to)\s?{NUMBER})?\s?(?:%|per ?cent(?:age points?)?\b|percentage points?\b)", I),
    ("percentage", rf"\b(?:{WORD_NUMBER}|one|zero)(?: point {_UNIT})?[ -](?:per ?cent|percentage points?)\b", I),
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
    ("time", r"(?<![\w:.£])(?:1\d|2[0-3]|0?[7-9])\.[0-5]\d\s?(?:-|–|—|to|until)\s?(?:1\d|2[0-3]|0?[1-9])\.[0-5]\d(?![\d.%])", 0),
    (
        "time",
        r"(?<!\b(?:fell|fall|fallen|rose|risen|dropped|up|down|increased|grew|grown|went|gone|improved|reduced|cut|jumped) )\b(?:from|between|open) (?P<claim>\d{1,2}(?:[.:][0-5]\d)?\s?(?:-|–|to|until|till|and)\s?\d{1,2}(?:[.:][0-5]\d)?)(?=\s*(?:[.!,;]|$|in the|on|at|every|each|daily))",
        I,
    ),
    (
        "time",
        rf"\b(?:half past|quarter past|quarter to|ten past|ten to|twenty past|twenty to|five past|five to) (?:one|{_UNIT}|ten|eleven|twelve|\d{{1,2}})\b",
        I,
    ),
    ("time", rf"\b(?:one|{_UNIT}|ten|eleven|twelve|\d{{1,2}}) o[’']?clock\b|\b(?:noon|midday|midnight)\b", I),
    ("time", r"\b(?:at|from|by|until) (?P<claim>(?:1[0-2]|[1-9]))(?=\s*(?:[.!,;]|$|in the|on|sharp|tonight|tomorrow|for))(?!\.\d)", I),
    ("date", r"(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:\d{4}|\d{2})(?![\d/])|\b\d{4}-\d{2}-\d{2}\b", 0),
    ("date", rf"(?<![£\d.,])\b(?:{_WEEKDAY}\.?,? (?:the )?)?{_DAYS} (?:of )?{_MONTH}\b(?:\.?,? {_YEAR})?(?! be\b)", I),
    ("date", rf"\b(?:{_WEEKDAY}\.?,? )?{_MONTH}\.? (?:the )?{_DAYS}\b(?!\s?(?:%|pupils|students|people|[:.]\d))(?:,? {_YEAR})?", I),
    (
        "date",
        rf"\b{_WEEKDAY},? (?:the )?\d{{1,2}}(?:st|nd|rd|th)\b|\b(?:on|from|by|until) the (?P<claim>\d{{1,2}}(?:st|nd|rd|th))\b(?! (?:place|anniversary|year|birthday|century))",
        I,
    ),
    ("date", rf"\b{_WEEKDAY},? {_DAYS}[/.](?:0?[1-9]|1[0-2])\b|\b{_WEEKDAY} \d{{1,2}}(?=[,.!;]|$)", I),
    ("date", rf"\b(?:(?:next|last|this|every|each|on|coming) )?{_DAY_NAME}s?\b(?:[’']s)?", I),
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
        rf"\b(?:Ofsted|ISI|Estyn)(?:[’']s)?(?:[- ](?:rated|judged|graded|judgement|grade|rating))?(?: (?:of|as|is|was))?[:,]? [“\"‘']?(?:{_GRADE})\b[”\"’']?(?: in all areas| (?:school|provider))?",
        I,
    ),
    (
        "award",
        rf"\b(?:Ofsted|ISI|Estyn|[Ii]nspectors)\b(?: \w+){{0,7}} (?P<claim>[“\"‘']?(?i:{_GRADE})\b[”\"’']?(?: (?:in (?:all|every) (?:areas?|categor\w+)|school|overall))?)(?! (?:at|for|fun|as|luck|to|of)\b)",
        0,
    ),
    (
        "award",
        rf"\b(?:rated|judged|graded|judgement of|rating of|remains?|described as|deemed|found to be)(?: (?:as|to be|as being|a|an|us|the school|overall))* (?P<claim>[“\"‘']?{_GRADE}[”\"’']?)(?! (?:at|for|fun|as|luck))\b",
        I,
    ),
    (
        "award",
        r"(?P<claim>[“\"‘']?\b(?:Outstanding|Requires Improvement|Inadequate)\b[”\"’']?)(?= (?:by|in|from|school|academy|provider|rating|judgement|Ofsted))|[“\"‘'](?:Outstanding|Good|Requires Improvement|Inadequate)[”\"’']",
        0,
    ),
    ("award", rf"\b{_METAL} (?:medals?|medall?ists?|awards?|standard|certificates?|trophy|trophies|status|accreditation|mark|level)\b", I),
    (
        "award",
        rf"\b(?:Artsmark|Arts Mark|School Games(?: Mark)?|Duke of Edinburgh(?:[’']s)?(?: Awards?)?|DofE|D of E|CREST|Arts Award|Music Mark|Eco[- ]Schools?|Healthy Schools?|UKMT|Modeshift(?: STARS)?|Rights Respecting(?: Schools?)?|Investors in \w+|Pupil Premium|Schools? Mental Health)(?: (?:{_METAL}|Green Flag|Award|Mark|Status|Challenge))+\b",
        I,
    ),
    (
        "award",
        r"\b(?:Artsmark|DofE Award|International School Award|Investors in People|Green Flag|Eco-Schools|Rights Respecting|Modeshift STARS|Basic Skills Quality Mark|Quality in Careers|World Class Schools?(?: Quality Mark)?|Apple Distinguished School|Microsoft Showcase School|Teaching School|Leading Edge|SSAT|School of Sanctuary|Dyslexia Friendly|Stonewall|Carnegie|Gatsby Benchmarks?|Challenge Partners|Centre of Excellence|National Support School)\b(?: (?:Gold|Silver|Bronze|Platinum|Award|Mark|status|accreditation))*",
        0,
    ),
    ("award", rf"\b[A-Z][\w’'&-]*\s+{_CAPS}{{0,6}}{_PRIZE}\b{_CEREMONY}(?:,? (?:{_YEAR}))?", 0),
    ("award", r"\b(?:[A-Z]\w+ )*(?:[A-Z]\w+) of the (?:Year|Month|Match|Tournament|Season|Decade)\b", 0),
    (
        "award",
        r"\b(?:(?:county|national|regional|district|league|city|borough|world|european|british|english|cup|trust|area|reigning|defending|back-to-back|u\d+|junior|senior)[- ])+(?:champions?|winners?|finalists?|title|titles|runners?[- ]up)\b",
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
        "ranking",
        rf"\b(?:in the |among the )?(?P<claim>top (?:{_ANY})(?:\s?(?:%|per ?cent))?|bottom (?:{_ANY})\s?(?:%|per ?cent)?|top (?:half|third|quarter|quartile|decile|flight))",
        I,
    ),
    (
        "ranking",
        r"\b(?:no\.?|number|#) ?(?:1|one)\b|\btop of the (?:league|table|leaderboard|group|class)\b|\btop spot\b|\bpole position\b|\b(?:joint )?top[- ](?:performing|scoring|rated|ranked|ranking)\b",
        I,
    ),
    ("ranking", rf"\b(?:joint )?{_NTH} (?:place|prize|position|overall|nationally|out of {_ANY}|of {_ANY})\b", I),
    (
        "ranking",
        rf"\b(?:joint )?(?i:{_NTH}) (?:in|across|within) (?:the |our |all of )?(?:whole |entire )?(?:(?i:{_PLACES})|[A-Z]\w+)\b",
        0,
    ),
    (
        "ranking",
        r"\b(?:came|come|coming|finish(?:ed|es|ing)?|placed?|placing|rank(?:ed|s|ing)?|stand|sit|are|were|secured|took|taking|claimed)(?: (?:a|an|in|us|the|our|them|brilliant|fantastic|superb|amazing|well-deserved|joint|very|close))* (?P<claim>(?:joint )?(?:first|second|third|fourth|fifth|sixth|last|top|1st|2nd|3rd|\d+th))\b(?! (?:of all|time|day|part|years?|term|week|aid|steps?|form|their|our|stage))",
        I,
    ),
    (
        "ranking",
        r"\b(?:(?:well|far|significantly|just|comfortably|slightly) )?(?:above|below|ahead of|better than|higher than|lower than|in line with|exceed\w*|beat\w*|outperform\w*)(?: (?:the|both|all|any))? (?:(?:national|local|county|regional|trust|authority|england|state|similar)(?: and)?\s?)*(?:averages?|figures?|expectations?|schools|benchmarks?)\b",
        I,
    ),
    ("ranking", r"\b(?:runners?[- ]up|podium finish|league leaders|league[- ]topping|table[- ]topping)\b", I),
    ("superlative", rf"\b(?:\w+[- ])?{_SUPERLATIVE}(?:[- ](?:ever|on record|yet|since))?\b", I),
    ("superlative", rf"\b{_MOST}\b(?: ever)?", I),
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
    ("superlative", rf"\b(?P<claim>only)(?= (?:[\w-]+ )?{_BODY}s?\b)|\bone of (?P<claim>only|just)\b", I),
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
        rf"\bleading {_BODY}s?\b|\bof all time\b|\bmore than any other\b|\bthan ever(?: before)?\b|\b(?:no other|nowhere else|no one else|nobody else|unlike any other)\b|\b(?:the|our|its) (?P<claim>first (?:and only )?(?:ever )?(?:\w+ )?(?:school|academy|college|trust|sixth form|team|pupils?|students?|person|woman|girl|boy)s?)(?= (?:in|to|from|across|of|ever))",
        I,
    ),
    ("figure", rf"\b(?:(?:{_ANY}|one) (?:out of|of (?:the |our |every )?|in (?:every )?)(?:{NUMBER}|{WORD_NUMBER}))\b", I),
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
        + _PUPILS
        + r"\b",
        I,
    ),
    (
        "figure",
        rf"\b(?:all|every|each|none|not one|no)(?: of)?(?: (?:our|the|their))? {_PUPILS} (?:achieved|passed|gained|secured|met|progressed|went|got|received|earned|excluded|reached|made)\b",
        I,
    ),
    ("figure", r"(?<![\w.,/:-])(?:\d{1,3})\s?[-–—:]\s?(?:\d{1,3})(?![\w/:-]|\s?%|[.,]\d)", 0),
    (
        "figure",
        rf"\b{_ROUGHLY}(?:the )?{_ANY}(?: {_SCALE})?[- ](?:years?|months?|weeks?|days?|hours?|minutes?|mins?|seconds?|secs?|miles?|km|kilometres?|metres?|laps?|tonnes?|kg|points?|goals?|runs?)\b(?:[’']s?)?(?: (?:running|in a row|in succession|on the trot|old))?",
        I,
    ),
    (
        "figure",
        r"\b(?:first|second|third|fourth|fifth|\d+(?:st|nd|rd|th))(?: \w+)? (?:running|in a row|in succession)\b|\b(?:first|second|third|fourth|fifth|sixth|seventh|\d+(?:st|nd|rd|th)) (?:consecutive|successive)(?: \w+)?|\b(?:the|our|for the|a) (?P<claim>(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)(?! form| year| world| term))\b",
        I,
    ),
    ("figure", r"\b\d+(?:st|nd|rd|th)\b(?= (?:anniversary|birthday|year|annual|time|season|edition|consecutive))", I),
    ("figure", rf"(?<![\w£$€.,/:@#-])(?:{_ROUGHLY})[+−–-]?{NUMBER}(?:\s?(?:{_SCALE}|k|m|bn)\b)?(?:\s?x\b|\+)?(?![\w%/:@]|\.\d|,\d)", I),
    (
        "figure",
        rf"(?<![\w-])(?:{_ROUGHLY}){NUMBER}[- ]?(?:miles?|km|kg|g|tonnes?|metres?|cm|mm|m|mph|hrs?|mins?|secs?|ft|litres?|l|x|s|th|k|mb|gb)\b",
        I,
    ),
    ("figure", r"\b(?:zero|nil)(?! tolerance)\b|\baverag\w+ (?:of )?(?:an? )?(?P<claim>[A-E][*+-]?)(?!\w)", I),
    ("figure", rf"(?<![\w-]){_ROUGHLY}{WORD_NUMBER}(?![\w]|-(?:in-hand))", I),
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
