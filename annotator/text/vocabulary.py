"""Closed classes of English words, for finding names, numbers and phrases without a model.

All entries are lower case. Must import nothing of ours.
"""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


MONTHS = _words("""
    january february march april may june july august september october november december
""")
MONTH_ABBREVIATIONS = _words("jan feb mar apr jun jul aug sept sep oct nov dec")
WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
# What else a date may begin with, beside figures and numbers in words.
DATE_OPENERS = _words("""
    early mid late the first last closing opening second third fourth end beginning start middle
    spring summer autumn winter next this overnight yesterday today tomorrow tonight past previous
    coming following earlier later recent recently then noon midnight dawn dusk nightfall
    a an few several
""")

# ------------------------------------------------------------------ names

# Inside a name between two capitals ("Islamic Emirate of Afghanistan", "Ana de la Cruz").
OF = "of"
NAME_PARTICLES = _words("""
    al el ul ud ur bin ibn bint abu ben de da del della di do dos du la le van von der den ter
    y e i o u wa zu af
""")

# After these "for" joins a name ("Institute for Peace").
ORGANISATION_HEADS = _words("""
    observatory centre center movement ministry institute fund council committee foundation party
    society campaign coalition alliance union association organisation organization office
    department agency front commission commissioner initiative network academy school forum
""")
# With a capital they stand inside names of organisations ("Farmers Without Fields").
JOINING_PREPOSITIONS = _words("without against for")

# A run of these with a head among them is a title before a name, and no part of it.
TITLE_HEADS = _words("""
    president minister premier chancellor secretary ambassador envoy governor mayor senator
    congressman congresswoman representative deputy mp judge justice prosecutor attorney
    general gen colonel col major maj captain capt lieutenant lt sergeant sgt corporal cpl
    commander cmdr admiral adm brigadier brig marshal
    chief chairman chairwoman chairperson chair director head leader coordinator commissioner
    spokesman spokeswoman spokesperson adviser advisor analyst professor prof doctor dr
    king queen prince princess emir sultan sheikh shaikh sheik mullah maulvi mawlawi maulana
    ayatollah imam hajji haji qari mufti pope bishop archbishop cardinal father sister rev reverend
    mr mrs ms miss mx sir lady lord dame sen rep gov pm
    coach manager striker midfielder defender goalkeeper skipper champion inspector superintendent
    constable detective economist lawyer author actor actress singer founder executive
""")
# One word before a name with a full stop that does not end it ("St. Mark").
STOPPED = _words("st ste mt ft")
# After a name their full stop belongs to it ("Oshtin Steel Co.").
STOPPED_AFTER_NAMES = _words("co corp inc ltd jr sr bros")
# A number after these is part of the name ("Highway 9").
NUMBERED_NOUNS = _words("""
    highway route road street camp resolution article flight unit brigade division battalion
    corps squad channel zone sector block district ward gate terminal boeing airbus
""")
TITLE_MODIFIERS = _words("""
    first second deputy vice acting interim former prime foreign interior defence defense finance
    health education justice home state special permanent chief senior supreme grand crown
    general under assistant major lieutenant rear press
""")
# After "Minister of" these still belong to the title.
PORTFOLIOS = _words("""
    intelligence defence defense foreign affairs interior justice finance health education state
    information culture energy agriculture labour labor trade commerce security transport
    refugees women public works and the
""")

# Lower-case nouns that complete a name ("Bibi Fatima mosque", "Sarkariz area").
PLACE_HEADS = _words("""
    mosque shrine church cathedral temple synagogue monastery cemetery
    school madrasa madrassa university college academy institute hospital clinic
    airport airfield airbase base barracks camp prison jail station port harbour harbor
    bridge road street avenue highway square roundabout market bazaar mall hotel stadium park
    palace castle embassy consulate checkpoint crossing border
    province district region county state city town village hamlet suburb neighbourhood
    neighborhood quarter area valley desert pass river lake sea gulf bay strait island islands
    mountain mountains hill hills dam refinery plant pipeline council court parliament
""")
PLACE_MODIFIERS = _words("""
    high primary secondary elementary girls boys international national central main military
    air naval refugee border power nuclear grand old teaching children
""")

# Capitalised at the start of a sentence, or in a title, and yet no name.
NOT_NAMES = _words("""
    a an the this that these those it its he his him her she they them their we our us you your i
    my me one two three four five six seven eight nine ten eleven twelve several many few some
    both each every all any no none most more much other others another such same
    in on at by for from with without within of to into onto as over under above below between
    among amid amidst around about across against along alongside beside besides beyond behind
    despite during except following including inside near off outside since than through throughout
    till until toward towards up upon via versus per regarding concerning
    and but or nor so yet if unless while whereas when whenever where wherever why who whom whose
    which what how because although though once before after whether
    is are was were be been being am do does did has have had can could will would shall should
    may might must let please not never
    also however meanwhile moreover furthermore nevertheless nonetheless therefore thus hence
    instead indeed still then there here now today yesterday tomorrow later earlier soon recently
    currently previously formerly initially finally eventually ultimately afterwards afterward
    subsequently additionally elsewhere likewise similarly overall often sometimes usually
    perhaps maybe just only even almost nearly already again first second third last next
    according yes well thanks overnight
""")
# Common nouns and adjectives that open news sentences; inside a sentence their capital counts.
OPENERS = _words("""
    people nobody someone everyone everything nothing anyone witnesses residents villagers
    officials authorities police soldiers troops forces guards officers fighters militants gunmen
    rebels insurgents attackers protesters demonstrators rescue rescuers medics doctors nurses
    workers students teachers women men children families relatives survivors victims members
    leaders experts analysts critics observers diplomats journalists media sources reports images
    video footage photos explosions explosion fighting clashes tensions talks violence elections
    security government foreign local armed human regional international national military
    thousands hundreds dozens scores shelling shells shots drones rockets missiles farmers fans
    neighbours neighbors drivers passengers prisoners refugees hospitals schools shops
    profit profits shares sales revenue stocks prices inflation oil gold markets investors traders
    separatist separatists extremist extremists terrorist terrorists nationalist nationalists
    populist populists communist communists loyalist loyalists tourist tourists suspected alleged
    rain rains snow floods flooding fire fires smoke heat drought doubts hopes fears pressure calls
    relations trade exports imports voters turnout polls
""")
# Ends of sentence openers that are hardly ever names.
OPENER_SUFFIXES = (
    "ing",
    "ly",
    "ed",
    "tion",
    "tions",
    "sions",
    "ment",
    "ments",
    "ness",
    "ism",
    "ity",
)

# Capitalised in titles; the usual verbs of headlines.
HEADLINE_VERBS = _words("""
    accuse accuses agree agrees announce announces arrest arrests ask asks attack attacks back
    backs ban bans blame blames call calls claim claims condemn condemns confirm confirms defend
    defends demand demands denies deny die dies end ends face faces find finds hail hails hit
    hits hold holds kill killed kills launch launches lead leads leave leaves meet meets open
    opens plan plans pledge pledges quit quits reject rejects release releases report reports
    resign resigns return returns say says see sees seek seeks seize seizes sign signs strike
    strikes sue sues take takes tell tells threaten threatens urge urges vow vows warn warns win
    wins injured wounded dead rejected
""")

# ------------------------------------------------------------------ numbers

UNITS_AND_TEENS = _words("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
""")
TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
SCALES = _words("hundred thousand million billion trillion dozen")
VAGUE_NUMBERS = _words("dozens scores hundreds thousands millions several")
# Numbers only where people are counted ("one soldier"), too weak anywhere else.
VAGUE_WITH_PEOPLE = _words("one many numerous countless")
CURRENCIES = _words("""
    dollar dollars cents euro euros pound pounds franc francs rupee rupees yen yuan renminbi rouble
    roubles ruble rubles peso pesos riyal riyals rial rials dirham dirhams dinar dinars lira lire
    shekel shekels rand naira shilling shillings krona kronor krone kroner zloty won baht ringgit
    rupiah real reais hryvnia afghani afghanis taka
""")

PEOPLE_NOUNS = _words("""
    people persons others civilians victims casualties men women children boys girls
    students pupils teachers residents villagers inhabitants citizens worshippers worshipers
    mourners pilgrims passengers workers labourers laborers employees miners farmers fishermen
    shoppers tourists journalists reporters doctors nurses patients medics volunteers activists
    protesters demonstrators refugees migrants
    soldiers troops officers policemen servicemen guards officials personnel members fighters
    militants gunmen insurgents rebels terrorists attackers bombers suspects prisoners detainees
    hostages families relatives survivors
""")
PERSON_NOUNS = _words("""
    person other civilian victim man woman child boy girl student teacher worker resident
    soldier officer policeman guard official member fighter militant gunman attacker bomber
    suspect
""")

# ------------------------------------------------------------------ phrases

DETERMINERS = _words("""
    the a an this that these those my your his her its our their some any no each every either
    neither another both all such several many few most more
""")
PREPOSITIONS = _words("""
    about above across after against along alongside amid among around as at before behind below
    beneath beside besides between beyond by despite down during except for from in inside into
    like near of off on onto out outside over past per regarding since than through throughout till
    to toward towards under until up upon via with within without including
""")
CONJUNCTIONS = _words("and or but nor yet so")
SUBORDINATORS = _words("""
    that which who whom whose where when while whereas because although though if unless since
    after before until as
""")
PRONOUNS = _words("""
    i you he she it we they me him us them who whom which what that there this these those himself
    herself itself themselves ourselves somebody someone anybody anyone nobody everyone
""")
AUXILIARIES = _words("""
    am is are was were be been being do does did have has had having will would shall should can
    could may might must not n't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't
    can't couldn't hasn't haven't hadn't to
""")
ADVERBS = _words("""
    also already always again almost even ever far further here however instead just later
    meanwhile more never now often once only previously rather recently soon still then there
    therefore thus together too very well yet separately eventually
""")
VERBS = _words("""
    said says say saying told tells tell added adds add noted notes note stated states stressed
    stress emphasized emphasised hailed reported reports claimed claims claim called calls call
    calling asked asks urged urges warned warns denied denies rejected rejects refuted accused
    accuses blamed blames condemned confirmed announced expressed recorded
    killed kills kill killing wounded wounding injured injuring hurt died dies attacked attacks
    bombed exploded detonated shot fired hit struck targeted seized captured arrested detained
    took take takes taking taken place placed put went go goes gone going come comes came
    made make makes making left leave leaves leaving became become becomes remained remain remains
    held hold holds holding met meet meets led lead leads leading sent send sends sending
    gave give gives given giving got get gets seen see sees saw found find finds seek seeks sought
    began begin begins started start starts ended ends continued continues
    ruled rules regained regain carried carry conducted conduct posed pose emerged
    pushed moved move moves fled flee flees returned return returns
    spoke spoken fell fallen rose risen won lost bought sold grew grown drew drawn broke broken
    chose chosen knew known brought built spent paid kept felt ran sat stood wrote written flew
    flown drove driven sank sunk swept tore torn threw thrown blew blown froze frozen caught fought
    hid hidden rode stole stolen swore sworn threw woke
""")
# Participles that stand before nouns as adjectives, even where nothing opens the phrase.
PARTICIPLES = _words("""
    neighboring neighbouring surrounding opposing warring ruling remaining missing leading
    participating competing existing armed allied
""")
# Nouns before another noun, where most words in -ing are verbs ("army training camp").
ING_NOUNS = _words("""
    training building housing shipping fishing mining farming banking trading engineering clothing
    bombing shooting meeting hearing landing parking manufacturing nursing boarding
""")
MODALS = _words("will would shall should can could may might must cannot")
# Verbs of the list above that are nouns after an article or a number ("several attacks").
NOUN_VERBS = _words("""
    claim claims call calls report reports stress kill attack attacks hit place state states note
    move moves return returns lead leads leave find finds start starts end ends hurt shot
""")
FUNCTION_WORDS = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | PRONOUNS | AUXILIARIES
