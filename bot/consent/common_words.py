"""Names that are also ordinary words, and words that stand before a name of an adult. Folded: lower case, no accents."""

_AMBIGUOUS_WORDS = """
abbey ace amber angel april archer art ash august aurora autumn bailey basil bay bea beau bill blue bob bonnie brook brooke buddy carol
chance charity chase chuck clay cliff cole comet coral crystal dale dawn dean destiny dick dixie dot drew earl eden elder ember eve ever
faith fern finn flora forest frank gene ginger glen glory grace grant guy harmony harper haven hazel heather heaven holly honey hope
hunter iris ivy jack jade jasmine jay jet jewel joy judge july june justice king kit lane lark laurel lee liberty lily lane love lucky
major mark mason maverick max may melody mercy merry mia miles misty nick noble nova ocean olive opal page paige park parker patience
paris pat patty pearl penny peace piper poppy prince princess queen rain ray reed reef rich river rob robin rocky rod rose ruby sage
sandy saint scout sharp sienna sierra sky skye sonny star stella storm summer sue sunny talon teddy temple terry trinity true troy van
victor victory viola violet wade ward warren will willow winter wren young zen alexandra august china chelsea carter cooper fisher
florence georgia india israel jordan kenya london milan madison savannah sydney victoria virginia an bo do go he in is it long my no on
or so to we long man son song sun wing yes you duke earl royal noel christian bishop marine story kent devon lincoln chester preston
ashton stratford bristol oxford kingston santiago sofia adelaide brooklyn austin dallas phoenix orlando lancaster york winston bath wells
june april may march august easter advent star sunday monday tuesday wednesday thursday friday saturday season genesis journey zion
academy alma alpha aqua arcade banks barker barn best black bloom blossom booker bond box brown burns bush butler butterfly canon carpenter
case castle church close coach cook cotton court cross day dove draper drum english farmer field fields fairy fleet ford fortune fountain
fox french gardener gold golden good goodman gray green grey ground hall hand harvest head herb hill hood house hunt irish key kind kitty
knight lake last law lion little love low lowe marsh marshall may meadows merit mills moon moore moss mayor new north olympia painter
parish parks parsons pepper place pool pope porter post potter power price pride proper quick race rainbow reading rice road rome room
school sea scott service shore short silver singer small smart snow south speed sport spring stone street strong sweet swift tailor taylor
temple thatcher treasure tree turner unity valentine vale wall walker washington water waters way week weeks welsh west wheeler white
wild win wise wolf wood woods world worth year zebra
"""
AMBIGUOUS: frozenset[str] = frozenset(_AMBIGUOUS_WORDS.split())

_TITLES_WORDS = """
mr mrs miss ms mx dr sir lady lord dame prof professor rev revd reverend father sister st saint king queen prince princess captain
councillor cllr mp mayor judge
"""
TITLES: frozenset[str] = frozenset(_TITLES_WORDS.split())

_NOT_INITIALS_WORDS = """
room block team group class form grade plan vitamin section set band part option pack house hall level paper unit year stage gate pool
court bus route track lane zone area wing table row seat tier category type type key hepatitis point series side
"""
NOT_INITIALS: frozenset[str] = frozenset(_NOT_INITIALS_WORDS.split())
"""Before a single capital, these say that it is a label and not an initial: "Room B Hall"."""

_NOT_RUN_TOGETHER_WORDS = """
abase abbot abell abide able abroad across again ahead alight alike aline alive along aloud amid among around aspire award awards away
bark bash black blake bland blank blast blend block bloom blower board bold bowl brain brand brave bray bread breed brice brick bride
bright bring brook brown brush bwood chair chall chart chase chat chest chill chimes choose class clark clay clock close clove clover club
coast coat cold cook court crane crash cross crow crown crush daisy dance dash dawn dear dice dream drew drink drive drop dwell eland
fair fan farmer feast feel fell field film finch flake flame flash flight float floor flower fold food ford forum fox frank fray free
fresh friend front frost fruit gift glad glass glee glow gold good grace grade grain grand grant gray great green greed grice grin grip
groom gross ground group grow growth hale heart holiday house inch ink island item jade judge junior kind king knight lake laugh leader
learn legend light lion live lodge lunch magic march mark mash mask match maths mean medal might mill mission moon more mouse music night
nice open order other paint pall park party pause peace phall phone pink pitch place plain plan plane plant plate play player plead please
plot pray present press price pride prime prize proof proud queen quick quiz rally reach read report rhyme rice ride right river road robin
rock roll room rose rugby salmon sand scale scarf scarter school science score scream screen sea season seed shade shall shape share sharp
shine ship shirt shop short show silver skill skip skit sky slack slate sleep slice slight slow small smart smile snow song sparks spark
speak speech speed spell spice spin spirit spoke sport spot spray spring squad stable staff stage stall stamp stand star start stay steel
stem step stick stone storm story stove strain strand stray stream street string strong study style summer swan sweet swift swim swing
switch table talent tall taste teach team tend thank think thought three throw tiger timber toast today tower town track trade trail train
trap tray tread treat tree trend trice trip troom tune turn twin vale video visit voice wall ward warm wash watch water wave welcome
wheel while white whole wish wonder wood word work world write year yellow young
"""
NOT_RUN_TOGETHER: frozenset[str] = frozenset(_NOT_RUN_TOGETHER_WORDS.split())
"""Words that could also be an initial and a surname run together: "award" is not A. Ward."""
