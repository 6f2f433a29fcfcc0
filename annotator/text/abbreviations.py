"""Words that end in a full stop without ending a sentence, sorted by how they behave.

All entries are lower case and without their last stop. Must import nothing of ours.
"""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Stand before a name: never a sentence end ("Gen. Mattis").
TITLES = _words("""
    mr mrs ms mx dr prof profs messrs mme mlle msgr fr st mt ft
    gen gens lt lts col maj capt cpt sgt cpl pvt cmdr cdr adm brig
    hon rev ayat ven rep reps sen sens gov pres amb sec supt insp det dir mgr
    asst assoc atty
""")

# Titles that are also ordinary words in lower case ("on 5th st."), so a clear start ends them.
AMBIGUOUS_TITLES = _words("st mt ft rev sec rep fr dir det")

# Stand before a number: an end only if no number follows ("Art. 5", "the answer was no.").
NUMERIC = _words("""
    no nos art arts sec secs p pp pg vol vols fig figs ch chs par para ca c eq ver approx est
    nr tel ext cf op pop n°
""")
NEVER_WITHOUT_NUMBER = _words("p pp c ca")

MONTHS_AND_DAYS = _words("""
    jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun
""")
# Ordinary words or names too, so a capital after them is enough to end a sentence.
AMBIGUOUS_DATES = _words("sat sun mar may")

# Always followed by the rest of their sentence.
NEVER_FINAL = _words("e.g i.e eg ie viz vs v cf al ibid approx incl a.k.a")

# Inside or at the end of a sentence: an end only if a clear start of a sentence follows.
GENERAL = _words("""
    etc inc corp ltd llc co cos jr sr bros dept univ assn bldg ave blvd rd ind min max est
    gov approx vs plc mil intl natl
""")
# Those of GENERAL that count in lower case as well; the others are then words ("a rd.").
GENERAL_IN_LOWER_CASE = _words("etc vs co inc jr sr dept approx est")

US_STATES = _words("""
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mich minn miss mo mont neb nev
    okla ore pa penn tenn tex va vt wash wis wyo
""")

GERMAN = _words("bzw z mrd mio ca nr abs art usw vgl sog inkl evtl str b a d u h")

# In these languages a number with a full stop is an ordinal ("am 3. Oktober").
LANGUAGES_WITH_ORDINAL_STOPS = frozenset(
    {"cs", "da", "de", "et", "fi", "hr", "hu", "is", "nb", "nn", "no", "pl", "sk", "sl", "sr"}
)

ALL = TITLES | NUMERIC | MONTHS_AND_DAYS | NEVER_FINAL | GENERAL | US_STATES

# Words that, with a capital after a doubtful stop, show that a new sentence begins.
STARTERS = _words("""
    the a an this that these those
    it its he his she her they their we our you your i my there here
    in on at by for from with without of to as over under among despite according during
    since before after until once if when while where what who why how which because although though
    but and or so yet however meanwhile moreover nevertheless also then
    now today yesterday tomorrow
    both some many most all each every no not one two three several such another other
    nearly about please let mr mrs ms dr
    did do does is are was were can could will would should may might have has had
""")

SPEECH_VERBS = _words("""
    said says say told tells added adds asked asks stated states noted notes wrote writes tweeted
    explained explains replied insisted warned warns claimed claims continued declared argued
    recalled remarked commented concluded quipped shouted cried exclaimed announced admitted
    reiterated stressed emphasised emphasized urged
""")
