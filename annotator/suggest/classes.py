"""Which type the head of a name or of a description suggests: closed classes of English nouns.

All entries are lower case; types are those of the packaged scheme.
"""

from annotator.text import nouns
from annotator.text import vocabulary as known


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


def _types(*rows: tuple[str, float, str]) -> dict[str, tuple[str, float]]:
    """Return type and score by word; the first row that has a word decides."""
    found: dict[str, tuple[str, float]] = {}
    for kind, score, table in rows:
        for word in table.split():
            found.setdefault(word, (kind, score))
    return found


LAST_WORDS = _types(
    ("GPE", 0.9, "province city village town county governorate oblast prefecture republic"),
    ("GPE", 0.8, "state kingdom municipality emirate territory subdistrict hamlet"),
    ("GPE", 0.6, "district"),
    (
        "LOC",
        0.9,
        """
        river lake sea ocean gulf bay strait straits valley desert mountain mountains hills island
        islands peninsula coast border mount delta basin canal highlands glacier volcano plateau
        area region neighbourhood neighborhood quarter suburb road street avenue highway boulevard
        forest beach creek heights frontier
    """,
    ),
    (
        "FAC",
        0.9,
        """
        mosque shrine church cathedral temple synagogue monastery cemetery school madrasa madrassa
        hospital clinic airport airfield airbase barracks prison jail station port bridge square
        roundabout bazaar mall hotel stadium palace castle checkpoint refinery plant pipeline dam
        tower building arena embassy consulate camp base crossing terminal harbour harbor museum
        theatre theater park gate
    """,
    ),
    ("FAC", 0.6, "market garden gardens hall house"),
    ("ORG", 0.85, "university college academy institute"),
    (
        "STATE_FORCE",
        0.9,
        """
        army navy police military troops brigade battalion regiment squadron gendarmerie marines
        intelligence constabulary
    """,
    ),
    ("STATE_FORCE", 0.75, "force forces guard guards command division corps commandos"),
    ("ARMED_GROUP", 0.85, "militia cartel mujahideen mujahedin rebels insurgents brigades gang"),
    ("ARMED_GROUP", 0.6, "front fighters militants network"),
    (
        "GOV_BODY",
        0.9,
        """
        ministry government parliament senate cabinet court courts judiciary administration
        municipality legislature tribunal treasury directorate presidency
    """,
    ),
    ("GOV_BODY", 0.75, "department council assembly authority secretariat office bureau congress"),
    (
        "ORG",
        0.9,
        """
        party union association company corp corporation inc ltd foundation bank club
        organisation organization institute society alliance coalition league federation
        confederation media news times post tv television radio newspaper observatory centre center
        airlines airways watch international fund group co plc ag gmbh holdings trust charity
        magazine press daily tribune herald gazette journal broadcasting studios
        partnership council committee orchestra team
    """,
    ),
    ("ORG", 0.75, "agency commission committee network movement campaign forum mission"),
    (
        "EVENT",
        0.85,
        """
        agreement accord accords treaty war festival cup olympics games revolution uprising pact
        intifada championship championships marathon
    """,
    ),
)
"""By the last word of a name in capitals ("Karvan University")."""

FIRST_WORDS = _types(
    ("EVENT", 0.9, "operation battle treaty"),
    ("FAC", 0.85, "camp fort estadio hotel"),
    ("LOC", 0.9, "lake mount cape highway river gulf sea strait isle"),
    ("GPE", 0.85, "republic city kingdom"),
    ("GOV_BODY", 0.95, "ministry department office government parliament"),
    (
        "ORG",
        0.9,
        "university bank association institute radio party union federation organization "
        "organisation league academy college society council",
    ),
    ("PERSON", 0.85, "al- bin"),
)
"""By the first word, for those that "of" or a name follows ("Ministry of Health")."""

# ------------------------------------------------------------------------------- descriptions

_FIGHTERS = _words("""
    fighters gunmen militants insurgents rebels terrorists bombers militiamen paramilitaries
    mercenaries gang gangs bandits kidnappers pirates guerrillas faction factions jihadists
    extremists separatists cartel militia militias outlaws attackers assailants
""")
_SOLDIERS = _words("""
    forces troops soldiers army navy police military guards commandos policemen servicemen
""")
_PLAIN_GROUPS = _words("group groups outfit outfits")
_LOCAL = _words("region regions area areas neighbourhood neighborhood border borders frontier")
ONE_PERSON = nouns.PERSON
SEVERAL_PEOPLE = nouns.PEOPLE
GROUPS_WITH_A_SIDE = _PLAIN_GROUPS
"""Groups of any sort, unless a word before says that they are armed."""

ARMED_WORDS = _words("""
    armed terrorist terror militant extremist rebel insurgent jihadist islamist separatist
    paramilitary criminal guerrilla
""")

DESCRIBED: dict[str, tuple[str, float]] = {
    **dict.fromkeys(known.PERSON_NOUNS, ("PERSON", 0.8)),
    **dict.fromkeys(known.PEOPLE_NOUNS | nouns.PEOPLE, ("PEOPLE", 0.85)),
    **dict.fromkeys(nouns.PERSON, ("PERSON", 0.8)),
    **dict.fromkeys(_FIGHTERS, ("ARMED_GROUP", 0.9)),
    **dict.fromkeys(_SOLDIERS, ("STATE_FORCE", 0.9)),
    **dict.fromkeys(_PLAIN_GROUPS, ("ORG", 0.4)),
    **dict.fromkeys(nouns.BODIES, ("GOV_BODY", 0.8)),
    **dict.fromkeys(nouns.PLACES, ("GPE", 0.8)),
    **dict.fromkeys(_LOCAL, ("LOC", 0.8)),
    **dict.fromkeys(nouns.BUILDINGS, ("FAC", 0.85)),
    **dict.fromkeys(nouns.WEAPONS, ("WEAPON", 0.85)),
    **dict.fromkeys(nouns.VEHICLES, ("VEHICLE", 0.85)),
    **dict.fromkeys(nouns.SPEAKING_BODIES, ("ORG", 0.8)),
    **dict.fromkeys(("coalition", "group's"), ("ORG", 0.5)),
    **dict.fromkeys(("he", "she", "him", "her"), ("PERSON", 0.75)),
    **dict.fromkeys(("they", "them"), ("PEOPLE", 0.6)),
    "it": ("ORG", 0.45),
    "court": ("GOV_BODY", 0.8),
}
"""By the head of a description ("the two officers of the port")."""

PRONOUNS = frozenset({"he", "she", "him", "her", "they", "them", "it"})

CAPACITIES: dict[str, str] = {
    word: capacity
    for capacity, table in (
        (
            "official",
            """
            official officials minister ministers governor governors mayor mayors spokesman
            spokeswoman spokesperson senator senators lawmaker lawmakers president premier
            chancellor deputies mps mp prosecutor prosecutors congressman judge judges politicians
            justice commissioner
        """,
        ),
        ("diplomat", "diplomat diplomats envoy envoys ambassador ambassadors"),
        (
            "military",
            """
            soldier colonel captain lieutenant sergeant corporal admiral brigadier marshal maj gen
            lt sgt cpl capt conscripts reservists peacekeepers
        """,
        ),
        ("law_enforcement", "policeman policemen inspector detective constable"),
        ("armed_group", "gunman militant fighter bomber hostage-taker"),
        ("journalist", "journalist journalists reporter reporters"),
        ("aid_or_health_worker", "doctor doctors nurse nurses medic medics"),
        ("protester", "protester protesters demonstrator demonstrators marchers"),
        (
            "civilian",
            """
            civilian civilians villager villagers resident residents worshippers worshipers
            children students pupils girl boy women shopkeeper shopkeepers herders farmers
            passengers pilgrims mourners
        """,
        ),
    )
    for word in table.split()
}
"""In which capacity people of a word act or suffer, where the word itself says so."""
