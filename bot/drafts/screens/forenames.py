"""Forenames common in UK schools, for a post checked without a register. A name that is missing is asked about, not passed."""

_ALL = """
aaliyah aaron abbie abby abdul abdullah abigail adam adrian aidan aiden aimee aisha aishah alan albert alex alexander alexandra alexis
alfie alfred ali alice alisha alistair amber amelia amelie amina amir amy ana andre andrea andreea andrew angel angela anisa anita ann
anna annabel anne annie anthony antonia antoni anya archie arjun arlo arthur ashley aurora ava ayaan ayesha aylin barbara beatrice bella
ben benjamin beth bethany betsy billy blake bobby brandon brian bryony caitlin callum cameron carl carla caroline carter casey catherine
celia charlie charlotte chelsea chloe chris christian christopher ciara claire clara clarissa connor conor craig cristian daisy daniel
daniela daniella danielle danny darcey darcy darius darren david dawid declan demi denis dexter diana diego dominic dominik dylan eden
edward eleanor elena eli eliana elias elijah elise eliza elizabeth ella ellen ellie elliot elliott elsie emilia emily emma emmanuel eric
erin esme esther ethan eva evan evelyn evie ezra fabian faisal farah fatima fatimah faye felix fiona finlay finley fletcher florence
frances francesca francis frank frankie fraser freddie frederick freya gabriel gabriela gabriella gareth gary gemma george georgia
georgie georgina grace gracie graham gurpreet haadi habiba hafsa hamish hamza hannah hari haris harley harriet harris harrison harry
haroon harvey hassan hayden heather heidi helen helena henry hugo humza ian ibrahim imaan imogen ines ioana isaac isabel isabella
isabelle isaiah isha isla ismail ivy jack jackson jacob jade jake jakub james jamie jan jana jane jasmin jasmine jason jasper jay jaya
jayden jenna jennifer jenny jeremiah jeremy jess jessica jessie jia joanna joe joel john jonah jonathan jordan joseph josh joshua josie
jude julia julian juliet junaid kacper kai kaitlyn karen karim karina karl kasia kate katherine kathryn katie kayla keira kelly kelvin
ken kevin khadija khalid kian kieran kiera kimberley kirsty konrad krish kyle lacey laila lara laura lauren layla leah leila lena leo
leon leona leonardo lewis lexi liam lilly lily linda lisa logan lola lottie louie louis louisa louise luca lucas lucia lucy luis luka
lukas luke luna lydia maariyah mabel maddie madeleine maddison madison maisie maja malachi malaika manraj marcel marcus margot maria
mariam marie martha martin martyna mary maryam mason mateo mateusz matilda matt matthew maya megan mehmet meera melissa mia michael
michal michelle mikael mila millie milo mina miriam mohamed mohammad mohammed molly morgan muhammad musa mustafa myla nadia nadine naomi
nastasia natalia natalie natasha nathan nathaniel neha niamh nicholas nicola nicole nikhil nikita nina noah noor nora olive oliver
olivia ollie omar orla oscar oskar otis owen paige patrick paul penelope peter philip phoebe piotr pippa polly poppy prisha priya quinn
rachel rahul raja rania raphael ravi rayan rebecca reece reggie reuben rhys ria riaz richard riley robbie robert roberto roman ronnie
rory rosa rosalind rosie rowan ruby rupert ruth ryan sabrina safa safiya saira sally salma sam samantha samir samuel sana sara sarah
saskia scarlett scott sean sebastian selina serena seth shaan shannon sharon sherine shreya sian sienna simon simran skye sofia sonia
sophia sophie stanley stefan stella stephanie stephen steven summer suraj sumaya susan suzanne szymon tahlia talia tamara tara taylor
teddy teresa thea theo theodore thomas tia tiana tilly tim timothy toby tom tommy tristan tyler umar usman valentina vanessa victoria
vihaan viktor vincent violet vivaan wiktoria william willow xander yasin yasmin yasmine youssef yusuf yuvraj zac zach zachary zahra zain
zainab zak zakariya zara zayn zeynep zofia zoe zuzanna
"""
FORENAMES: frozenset[str] = frozenset(_ALL.split())
