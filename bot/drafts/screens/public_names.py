"""Names a school says every year that are nobody's on its roll: history, writers, stories, plays, saints' days, organisations.

Lower case. A first name inside one of these is not a pupil's; a whole name that is also on the roll is asked about, not blocked.
"""

from collections.abc import Iterator, Mapping

import regex

_PHRASES = """
martin luther king, martin luther, rosa parks, mary seacole, florence nightingale, isaac newton, albert einstein, marie curie, ada
lovelace, alan turing, charles darwin, stephen hawking, rosalind franklin, mary anning, grace darling, grace hopper, katherine johnson,
tim peake, neil armstrong, helen sharman, tim berners-lee, alexander fleming, edward jenner, michael faraday, james watt, brunel,
isambard kingdom brunel, george stephenson, robert stephenson, amy johnson, amelia earhart, emmeline pankhurst, emily davison, millicent
fawcett, nelson mandela, winston churchill, clement attlee, margaret thatcher, queen victoria, queen elizabeth, king charles, king
george, king henry, henry viii, henry the eighth, anne boleyn, jane seymour, catherine of aragon, catherine howard, catherine parr, anne
of cleves, mary queen of scots, elizabeth i, elizabeth ii, edward vi, charles i, charles ii, james i, richard iii, william the
conqueror, alfred the great, guy fawkes, robin hood, king arthur, francis drake, walter raleigh, walter tull, samuel pepys, oliver
cromwell, thomas cromwell, thomas becket, joan of arc, julius caesar, alexander the great, mark antony, marco polo, christopher
columbus, captain cook, james cook, ernest shackleton, captain scott, anne frank, malala yousafzai, malala, greta thunberg, david
attenborough, jane goodall, marcus rashford, harry kane, bukayo saka, jude bellingham, raheem sterling, lucy bronze, leah williamson,
beth mead, chloe kelly, mo farah, jessica ennis-hill, jessica ennis, dina asher-smith, tom daley, adam peaty, kelly holmes, lewis
hamilton, lando norris, george russell, andy murray, emma raducanu, david beckham, ellie simmonds, tanni grey-thompson, jonnie peacock,
sarah storey, usain bolt, serena williams, simone biles, muhammad ali, jesse owens, joe wicks, jamie oliver, mary berry, paul hollywood,
william shakespeare, charles dickens, jane austen, charlotte bronte, charlotte brontë, emily bronte, emily brontë, anne bronte, george
eliot, thomas hardy, mary shelley, bram stoker, robert louis stevenson, lewis carroll, arthur conan doyle, agatha christie, george
orwell, virginia woolf, oscar wilde, william blake, william wordsworth, emily dickinson, robert browning, wilfred owen, siegfried
sassoon, dylan thomas, ted hughes, philip larkin, carol ann duffy, simon armitage, benjamin zephaniah, john agard, grace nichols, maya
angelou, malorie blackman, michael morpurgo, michael rosen, jacqueline wilson, david walliams, roald dahl, julia donaldson, axel
scheffler, quentin blake, anthony browne, eric carle, beatrix potter, philip pullman, j k rowling, j.k. rowling, jk rowling, rick
riordan, suzanne collins, alex rider, anthony horowitz, michael bond, john steinbeck, harper lee, arthur miller, willy russell, mark
twain, mary wollstonecraft, john keats, john milton, percy shelley, lord byron, vincent van gogh, claude monet, pablo picasso, frida
kahlo, andy warhol, henri matisse, paul klee, david hockney, henry moore, barbara hepworth, william morris, leonardo da vinci,
michelangelo, johann sebastian bach, wolfgang amadeus mozart, john williams, john rutter, benjamin britten, edward elgar, george
gershwin, taylor swift, ed sheeran, adele, elton john, freddie mercury, bob marley, stormzy, harry styles, sam smith, romeo and juliet,
romeo, juliet, macbeth, lady macbeth, hamlet, othello, king lear, twelfth night, jane eyre, oliver twist, oliver!, oliver the musical,
david copperfield, great expectations, nicholas nickleby, tiny tim, ebenezer scrooge, bob cratchit, tom sawyer, huckleberry finn,
robinson crusoe, peter pan, peter rabbit, tinker bell, captain hook, mary poppins, billy elliot, billy liar, annie jr, annie junior,
annie the musical, annie!, matilda the musical, matilda jr, matilda!, school of rock, shrek, frozen jr, elsa and anna, hairspray, bugsy
malone, alice in wonderland, alice through, jack and the beanstalk, jack frost, jack in the box, jack o'lantern, jack-o'-lantern,
aladdin, cinderella, snow white, sleeping beauty, goldilocks, rapunzel, hansel and gretel, charlie and the chocolate factory, charlie
bucket, willy wonka, james and the giant peach, george's marvellous medicine, fantastic mr fox, danny the champion of the world, the
bfg, sophie and the bfg, harry potter, hermione granger, ron weasley, percy jackson, horrid henry, paddington, winnie the pooh,
christopher robin, alex and friends, elmer, thomas the tank engine, bob the builder, fireman sam, noah's ark, noah and the ark, adam and
eve, mary and joseph, joseph and the amazing technicolor dreamcoat, joseph and mary, joseph and his, baby jesus, jesus, prophet
muhammad, moses, abraham, david and goliath, daniel and the lion, jonah and the whale, three kings, good king wenceslas, john the
baptist, st george, st george's day, st david's day, st andrew's day, st patrick's day, saint george, st paul's, st john ambulance, st
mary's, st peter's, st john's, st james, st luke's, st thomas, st nicholas, christmas eve, new year's eve, all hallows' eve, may day,
may half term, may bank holiday, duke of edinburgh, prince of wales, princess of wales, prince william, prince harry, princess anne,
prince's trust, king's trust, king charles iii, john lewis, marks and spencer, marks & spencer, macmillan, marie curie nurses, help for
heroes, ronald mcdonald, jo cox, jack petchey, diana award, arnold clark, alton towers, madame tussauds, black history month, victoria
and albert, victoria line, victoria sponge, victoria cross, georgia tech, big ben, ben nevis, st helena, lake victoria, new england,
holly and ivy, holly and the ivy, amber alert, ruby wedding, jasmine tea, harry and meghan, anne of green gables, black beauty,
charlotte's web, wilbur, stig of the dump, goodnight mister tom, of mice and men, an inspector calls, inspector goole, sheila birling,
eric birling, arthur birling, eva smith, jekyll and hyde, henry jekyll, victor frankenstein, atticus finch, scout finch, boo radley,
lennie and george, george and lennie, curley's wife, sherlock holmes, blood brothers, mickey and edward, alice walker, toni morrison,
barack obama, michelle obama, john f kennedy, abraham lincoln, george washington, rishi sunak, keir starmer, tony blair, boris johnson,
bridget phillipson, amanda spielman, martyn oliver, bill gates, steve jobs, elon musk, mahatma gandhi, desmond tutu, mother teresa,
claudia jones, olaudah equiano, mary beard, neil gaiman, terry pratchett, douglas adams, frank cottrell-boyce, katherine rundell, joseph
coelho, jacqueline kennedy, laura ashley, paul smith, ben & jerry's, ben and jerry's, wendy house, jack russell, bobby moore, alan
shearer
"""
PHRASES: Mapping[str, tuple[str, ...]]
_found: dict[str, list[str]] = {}
for _phrase in (" ".join(each.split()) for each in _PHRASES.replace("\n", " ").split(",")):
    if _phrase:
        _found.setdefault(regex.split(r"[^\p{L}]", _phrase, maxsplit=1)[0], []).append(_phrase)
PHRASES = {first: tuple(sorted(several, key=len, reverse=True)) for first, several in _found.items()}
_WORD = regex.compile(r"\p{L}+")


def public_names(text: str) -> Iterator[tuple[int, int]]:
    """Where such a name stands, the longest at each place."""
    plain = text.casefold().replace("’", "'")
    if len(plain) != len(text):
        return
    for word in _WORD.finditer(plain):
        for phrase in PHRASES.get(word[0], ()):
            end = word.start() + len(phrase)
            if text[word.start()].isupper() and plain.startswith(phrase, word.start()) and not plain[end : end + 1].isalpha():
                yield word.start(), end
                break
