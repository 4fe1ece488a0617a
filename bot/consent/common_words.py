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
or so to we long man son song sun wing yes you
"""
AMBIGUOUS: frozenset[str] = frozenset(_AMBIGUOUS_WORDS.split())

_TITLES_WORDS = """
mr mrs miss ms mx dr sir lady lord dame prof professor rev revd reverend father sister st saint king queen prince princess captain
councillor cllr mp mayor judge
"""
TITLES: frozenset[str] = frozenset(_TITLES_WORDS.split())
