"""The words claims are made of, and what only looks like a claim."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
import regex

I = regex.IGNORECASE  # noqa: E741

UNIT = "two|three|four|five|six|seven|eight|nine"
TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
TEN = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
SMALL = rf"(?:(?:{TEN})(?:[- ](?:one|{UNIT}))?|{TEEN}|{UNIT})"
SCALE = r"(?:hundred|thousand|million|billion)"
WORD_NUMBER = rf"(?:(?:a|one|{SMALL})[ -]{SCALE}(?:[ -](?:and[ -])?(?:{SMALL}|one)(?:[ -]{SCALE})?)?|{SMALL})"
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
ANY = rf"(?:{NUMBER}|{WORD_NUMBER})"
ROUGHLY = r"(?:(?:more than|less than|fewer than|over|under|nearly|almost|around|about|up to|at least|approximately|some) )?"

WEEKDAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
DAY_NAME = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
DAYS = rf"{DAY}(?:\s?(?:-|–|—|to|and|&|/)\s?{DAY})?"
YEAR = r"(?:1[5-9]|20)\d{2}"

PUPILS = r"(?:pupils?|students?|children|learners|leavers|candidates|families|teachers|staff)"
BODY = r"(?:school|academy|college|sixth form|trust|team|department|nursery|site|campus|provider|centre|pupil|student|club|state school)"
PLACES = r"(?:county|country|city|borough|region|district|trust|town|area|world|nation|uk|england|britain|midlands|league|competition|final|group|class|heats?)"
NTH = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))"
SUPERLATIVE = (
    r"(?:high|low|larg|bigg|small|old|young|fast|quick|long|short|tall|strong|great|fin|rich|busi|cheap|earli|bright|happi|hard|saf|green|"
    r"clean|healthi|friendli|wid|deep|steep|heavi|warm|cold|hott|prett|smart|clever|kind|brav|weak|poor)est"
)
MOST = (
    r"most (?:improved|successful|popular|inclusive|diverse|ambitious|oversubscribed|outstanding|experienced|sustainable|advanced|modern|"
    r"accessible|watched|viewed|followed|highly[- ]\w+|deprived|disadvantaged|exciting|innovative|academic|talented|decorated|nominated|\w+(?:ful|ous|ive|able|ible|ed|ent|ant))"
)
GRADE = r"(?:outstanding|good|requires improvement|inadequate|exceptional|strong(?: standard)?|expected standard|exemplary)"
METAL = r"(?:gold|silver|bronze|platinum|diamond)"
CAPS = r"(?:(?:[A-Z][\w’'&.-]*|of|the|for|in|and|&|to)\s+)"
PRIZE = r"(?:Award|Prize|Trophy|Medal|Cup|Shield|Quality Mark|Mark|Certificate|Scholarship|Championships?|Accreditation|Charter Mark|Charter|Kitemark|Flag)s?"
CEREMONY = r"(?!\s+(?:Evening|Ceremony|Night|Assembly|Day|Dinner|Event|evening|ceremony|night|assembly|day|dinner|event|lunch|breakfast))"

# What only looks like a claim. Order matters: addresses go first, so that digits in them are gone before the rest looks.
PROTECTED: tuple[regex.Pattern[str], ...] = tuple(
    regex.compile(pattern, flags)
    for pattern, flags in (
        (
            (
                r"(?<![\w.+-])[a-z][a-z0-9+.-]{0,20}://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+){1,8}"
                r"|(?<![\w.-])(?:[a-z0-9-]+\.){1,8}(?:uk|com|org|net|ly|co|gl|gle|edu|info|tv)(?:/\S*)?\b"
            ),
            I,
        ),
        (r"\b(?:javascript|data|file):\S+", I),
        (r"(?<![\w])[@#]\w+(?:@[\w.-]+)?", 0),
        (r"(?<![\d,.£])(?:\+44|\(?0)[\s(]*(?:\d[\s\-()]{0,2}){8,10}\d(?!\d)", 0),  # phone numbers
        (
            (
                r"\b(?:years|yrs|year groups|key stages|grades|levels|rooms|forms|buses|routes|pages|tables|sizes?|units|papers|chapters|aged|ages) "
                r"\d{1,2}[a-z]?(?:\s?(?:-|–|to|and|&|,|or|/)\s?\d{1,2}[a-z]?)*(?!\w|[.,:/]\d|%|\s?(?:[ap]m\b|per ?cent))"
                r"|\bnumber \d{1,3}[a-z]?(?= (?:bus|coach|route|tram)\b)|\b(?:ten|10) out of (?:ten|10) (?:for|to)\b|\bin \d{1,2}s(?:,? (?:and )?\d{1,2}s)*\b"
            ),
            I,
        ),  # several of what is numbered: Years 7 to 11, buses 7, 12 and 19
        (
            (
                r"\b(?:years?|yrs?|y|key stage|ks|level|unit|chapter|act|scene|module|paper|volume|part|week|term|half term|lesson|period|tier|stage|phase"
                r"|room|rm|block|house|platform|gate|bus|route|channel|radio|entrance|table|page|p|grades?|group|set|class|form|team|appendix|section|version"
                r"|year groups?|covid|bbc|c|progress|attainment|key)[ -]?"
                rf"(?:\d{{1,3}}[a-z]?(?!\d|[.,]\d|%|\s?(?:[ap]m\b|per ?cent))|{UNIT}|ten|eleven|twelve|thirteen|one)(?:s|[’']s)?"
                r"(?:\s?(?:-|–|to|and|&|,|or|/)\s?(?:(?:years?|y|ks)\s?)?\d{1,2}(?!\d|[.,:/]\d|%|\s?[ap]m\b|\s?per ?cent|\s\w))*\+?(?!\w)"
            ),
            I,
        ),
        (
            r"(?<![£$€\w.,:/-])\d{1,2}(?!(?:st|nd|rd|th|am|pm|p|k|m|h|km|kg|g|l|x|s|ft|cm|mm|mb|gb|bn)\b)[A-Za-z]{1,2}\d?(?![\w%])",
            0,
        ),  # form names: 7B, 10XY
        (
            (
                r"\b(?:u|under)[- ]?\d{1,2}(?:[’']?s)?\b|\b\d{1,2}/\d{1,2} ?[a-z]?(?=\s+class)|\b24/7\b|\b[1-4](?:st|nd|rd|th) (?:xi|xv|team|form|floor|class|year)\b"
                r"|\b\d{1,2}(?:st|nd|rd|th)[- ]centur(?:y|ies)\b|\b[a-z]{1,2}\d{1,2}[a-z]? ?\d[a-z]{2}\b"
            ),
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
            (
                r"\bfirst(?:ly)?[- ](?:aid(?:ers?)?|day|days|time|week|things?|name|names|hand|class|year|term|half|lesson|language|steps?|impressions?|look|session|meeting|ever day)\b"
                r"|\bsixth[- ]form(?:ers?)?\b|\bsecond(?:ly)?[- ](?:hand|nature|chance|language|thoughts?|week|day|term|year|session)\b|\bat first\b|\bfirst of all\b"
            ),
            I,
        ),
        (
            (
                r"\bhigh[- ]five[sd]?\b|\bcatch[- ]22\b|\bbest (?:wishes|of luck|foot|friends?|regards|practice|behaviour|interests?)\b|\ball the best\b"
                r"|\b(?:do|does|did|doing|try|tries|tried|trying|give|gives|gave|giving|be|being|at|feel|look) (?:your|their|our|my|his|her|its|the)(?: \w+)? (?:very )?best\b"
                r"|\b(?:may|might|had|as|it is|it’s|it's) best\b|\bthe best (?:way|place|time|part|bit|thing) to\b"
            ),
            I,
        ),
        (r"\bmay day\b|\bmay (?:half|fair|fayre|bank)\b|\bblack friday\b|\bgood friday\b|\bshrove tuesday\b", I),
    )
)

BARE_YEAR = regex.compile(
    rf"(?<![\d,.£$€/-]){YEAR}(?:\s?[/–-]\s?(?:\d{{4}}|\d{{2}}))?(?![\d,]|\.\d|\s(?:pupils|students|people|families|books|miles|pounds|parents|visitors|children))"
)
