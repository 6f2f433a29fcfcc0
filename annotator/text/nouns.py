"""Closed classes of English nouns that head descriptions of people, bodies, places and things.

With them the adjectives of nations and faiths. All entries are lower case. Must import nothing
of ours.
"""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Adjectives and nouns of nations, regions, peoples and faiths.
DEMONYMS = _words("""
    afghan afghans albanian albanians algerian algerians american americans andorran angolan
    angolans argentine argentinian argentinians armenian armenians australian australians austrian
    austrians azerbaijani azerbaijanis azeri azeris bahraini bahrainis bangladeshi bangladeshis
    barbadian belarusian belarusians belgian belgians belizean beninese bhutanese bolivian bolivians
    bosnian bosnians brazilian brazilians british briton britons bulgarian bulgarians burkinabe
    burmese burundian burundians cambodian cambodians cameroonian cameroonians canadian canadians
    chadian chadians chilean chileans chinese colombian colombians comorian congolese croat croatian
    croatians croats cuban cubans cypriot cypriots czech czechs danish dane danes djiboutian
    dominican dominicans dutch ecuadorian ecuadorians egyptian egyptians emirati emiratis english
    eritrean eritreans estonian estonians ethiopian ethiopians fijian fijians filipino filipinos
    finn finnish finns french gabonese gambian gambians georgian georgians german germans ghanaian
    ghanaians greek greeks grenadian guatemalan guatemalans guinean guineans guyanese haitian
    haitians honduran hondurans hungarian hungarians icelandic icelander indian indians indonesian
    indonesians iranian iranians iraqi iraqis irish israeli israelis italian italians ivorian
    ivorians jamaican jamaicans japanese jordanian jordanians kazakh kazakhs kenyan kenyans korean
    koreans kosovan kosovar kuwaiti kuwaitis kyrgyz laotian latvian latvians lebanese liberian
    liberians libyan libyans lithuanian lithuanians luxembourgish macedonian macedonians malagasy
    malawian malawians malaysian malaysians maldivian malian malians maltese mauritanian
    mauritanians mauritian mexican mexicans moldovan moldovans mongolian mongolians montenegrin
    moroccan moroccans mozambican mozambicans namibian namibians nepalese nepali nepalis nicaraguan
    nicaraguans nigerian nigerians nigerien norwegian norwegians omani omanis pakistani pakistanis
    palestinian palestinians panamanian panamanians paraguayan paraguayans persian peruvian
    peruvians pole poles polish portuguese qatari qataris romanian romanians russian russians
    rwandan rwandans salvadoran salvadorans samoan saudi saudis scottish senegalese serb serbian
    serbians serbs singaporean singaporeans slovak slovakian slovaks slovene slovenian slovenians
    somali somalis spaniard spaniards spanish sudanese surinamese swede swedes swedish swiss syrian
    syrians taiwanese tajik tajiks tanzanian tanzanians thai thais tibetan tibetans togolese tongan
    tunisian tunisians turk turkish turkmen turks ugandan ugandans ukrainian ukrainians uruguayan
    uruguayans uzbek uzbeks venezuelan venezuelans vietnamese welsh yemeni yemenis zambian zambians
    zimbabwean zimbabweans
    african africans arab arabs arabic asian asians balkan baltic caribbean european europeans
    latino latinos nordic scandinavian slavic soviet western
    abkhaz alawite alawites amhara baloch baluch basque basques berber berbers catalan catalans
    chechen chechens crimean dalit dalits druze fulani hausa hazara hazaras hmong hutu hutus igbo
    inuit karen kashmiri kashmiris kurd kurdish kurds maasai maori mayan mapuche oromo ossetian
    pashtun pashtuns punjabi quechua roma rohingya sami sikh sikhs sinhalese tamil tamils tatar
    tatars tigrayan tigrayans tuareg tuaregs tutsi tutsis uighur uighurs uyghur uyghurs yazidi
    yazidis yoruba zulu
    anglican anglicans buddhist buddhists catholic catholics christian christians coptic copts
    evangelical hindu hindus islamist islamists jew jewish jews muslim muslims orthodox protestant
    protestants salafi salafist salafists shia shi'a shias shi'ite shiite shiites sunni sunnis
    wahhabi zoroastrian
""")
COMPASS = _words("""
    northern southern eastern western central northeastern northwestern southeastern southwestern
    north-eastern north-western south-eastern south-western north-east north-west south-east
    south-west downtown
""")

# ------------------------------------------------------------------ parts of names

# Heads of institutions, capitalised in their names: a nation or an abbreviation before them is a
# name of its own.
INSTITUTION_HEADS = _words("""
    academy administration agency airport army assembly authority bank board bureau cabinet college
    command commission committee congress consulate corps council court department directorate
    embassy federation force forces government guard guards hospital house institute intelligence
    legislature media military mission ministry mosque navy office organisation organization
    parliament police secretariat senate service services supreme treasury tribunal troops
    university
""")
# One name before these is mostly the place where they are ("Shenzhen University").
SEATED_HEADS = _words("""
    administration airport army consulate council court embassy government legislature military
    ministry navy parliament police prison refinery senate stadium station university border
""")
# In lower case they complete the name of a state's body ("Velmoran government").
BODY_HEADS = _words("""
    government administration parliament senate congress cabinet army navy military police
    airforce legislature judiciary ministry
""")

# ------------------------------------------------------------------ heads of descriptions

PEOPLE = _words("""
    people persons civilians victims casualties men women children boys girls students pupils
    teachers residents villagers inhabitants locals citizens nationals foreigners worshippers
    worshipers mourners pilgrims passengers workers staff employees miners farmers fishermen
    herders traders shopkeepers shoppers tourists journalists reporters doctors nurses medics
    patients volunteers activists protesters demonstrators marchers campaigners refugees
    migrants immigrants evacuees officials officers members leaders commanders suspects prisoners
    detainees inmates captives hostages families relatives parents survivors witnesses bystanders
    eyewitnesses experts analysts observers economists scientists researchers investigators
    prosecutors lawyers diplomats envoys ministers lawmakers senators mps deputies politicians
    engineers contractors drivers pilots crew firefighters rescuers fans supporters critics
    pensioners taxpayers voters spectators commuters motorists hikers climbers sailors athletes
    players dissidents bloggers editors judges nuns priests monks imams smugglers traffickers
    thieves robbers recruits conscripts reservists veterans peacekeepers monitors aides advisers
    executives opponents elders clerics scholars youths teenagers delegates negotiators mediators
""")
PERSON = _words("""
    president minister premier chancellor secretary ambassador envoy governor mayor senator lawmaker
    deputy judge prosecutor commander chief chairman chairwoman director head leader coordinator
    commissioner spokesman spokeswoman spokesperson adviser advisor diplomat official king queen
    prince emir pope bishop general colonel captain
    person man woman boy girl child baby teenager student teacher doctor nurse lawyer journalist
    reporter activist farmer driver pilot fisherman engineer worker resident villager witness
    survivor victim suspect attacker gunman bomber assailant soldier officer policeman guard
    shopkeeper pensioner priest nun monk cleric teenager athlete player coach inspector economist
    aide refugee migrant tourist prisoner hostage
    fighter militant mother father son daughter wife husband brother sister widow
""")
# Groups and forces that act together.
GROUPS = _words("""
    forces troops soldiers army navy police military militia militias group groups fighters gunmen
    militants insurgents rebels terrorists attackers assailants bombers guards militiamen
    paramilitaries commandos mercenaries gang gangs outfit outfits outlaws bandits kidnappers
    pirates guerrillas faction factions jihadists extremists separatists cartel
""")
BODIES = _words("""
    government authorities administration regime junta ministry parliament coalition
""")
PLACES = _words("""
    country countries nation nations region regions area areas province provinces district
    districts city cities town towns village villages state states neighbourhood neighborhood
    border borders frontier capital
""")
BUILDINGS = _words("""
    school schools mosque mosques church churches temple shrine hospital hospitals clinic clinics
    airport airbase airfield base bases barracks camp camps prison jail checkpoint checkpoints
    market bazaar mall hotel bridge embassy consulate hideout hideouts shelter shelters
    headquarters outpost refinery pipeline pipelines factory warehouse warehouses campus building
    house houses shops
""")
WEAPONS = _words("""
    bomb bombs ied ieds device devices explosives grenade grenades rocket rockets missile missiles
    mine mines landmine landmines mortar mortars artillery rifle rifles gun guns pistol knife knives
    machete machetes ammunition gas shells
""")
# Nouns of the list above that are weapons only with another word before them ("tear gas").
WEAPONS_WITH = {
    "gas": _words("tear nerve mustard poison toxic sarin chlorine"),
    "device": _words("explosive incendiary nuclear"),
    "devices": _words("explosive incendiary nuclear"),
}
VEHICLES = _words("""
    car cars truck trucks lorry bus buses minibus van vehicle vehicles motorcycle motorbike cart
    train tank tanks helicopter helicopters plane planes jet jets aircraft airliner drone drones
    ship ships boat boats tanker ferry warship warships submarine convoy ambulance
""")
# After a weapon or vehicle these name an event, and the weapon is a noun of its own.
EVENT_NOUNS = _words("""
    attack attacks strike strikes raid raids fire blast blasts explosion explosions launch launches
    assault assaults bombing bombings shelling ambush test tests
""")
# Only as the source of a sentence ("the company said").
SPEAKING_BODIES = _words("""
    company firm bank agency party union club team court council commission institute foundation
    charity airline newspaper network watchdog operator manufacturer media television tv radio press
""")
# The class of a group is no part of its name.
GROUP_WORDS = _words("group groups outfit outfits faction militia gang movement")
# One place of this class has a name of its own ("the city of Karvan").
CLASS_WORDS = _words("""
    country nation province district city town village state neighbourhood neighborhood capital
    region
""")
HEADS = PEOPLE | PERSON | GROUPS | BODIES | PLACES | BUILDINGS | WEAPONS | VEHICLES
