"""Word lists for generated sentences, written for this project: particles, titles, places, companies, prizes."""

from __future__ import annotations


def entries(text: str) -> tuple[str, ...]:
    """The entries of a list in which bars stand between them."""
    return tuple(" ".join(entry.split()) for entry in text.split("|"))


PARTICLES = entries("""
    von | von | von der | von und zu | zu | van | van der | van den | de | de la | de | del | di | da | dos |
    du | le | El | al | ben | ter | ap | da | von | de | ten | af | Mc | Mac | O’ | O' | d’ | D' | St.
""")
ASIAN_FAMILY = entries("""
    Kim | Lee | Park | Choi | Jung | Kang | Bong | Hong | Wong | Chan | Tsai | Zhang | Chen | Wang | Li | Liu |
    Hou | Jia | Lau | Cheung
""")
ASIAN_GIVEN = entries("""
    Min-hee | Chan-wook | Joon-ho | Sang-soo | Kar-wai | Ming-liang | Hsiao-hsien | Zhangke | Ki-duk | Song |
    Ji-woo | Hye-ja | Yimou | Kaige | Ziyi | Ang | Ye-jin | Sun-kyun | So-dam | Dong-seok
""")
SUFFIXES = entries("""
    Jr. | Jr. | Sr. | jun. | sen. | III | II.
""")
HONORIFICS = {
    "de": entries("""
    Herr | Herrn | Frau | Fräulein | Dr. | Dr. | Prof. | Professor | Kommissar | Kommissarin | Hauptkommissar |
    Hauptkommissarin | Oberkommissar | Inspektor | Inspektorin | Hauptmann | Oberst | Oberstleutnant | Major |
    Leutnant | General | Kapitän | Sheriff | Minister | Ministerin | Präsident | Präsidentin | Kanzler | König |
    Königin | Prinz | Prinzessin | Graf | Gräfin | Baron | Baronin | Pater | Schwester | Bruder | Pfarrer |
    Bischof | Papst | Onkel | Tante | Oma | Opa | Detektiv | Agent | Agentin | Anwalt | Anwältin |
    Staatsanwalt | Staatsanwältin | Richter | Richterin | Lehrer | Lehrerin | Direktor | Direktorin |
    Bürgermeister | Lady | Lord | Sir | Mr. | Mrs. | Miss | Ms. | Captain | Doktor | Kaiser | Kaiserin |
    Schwester | Wachtmeister | Polizeimeister | Kommandant | Meister | Regisseur | Regisseurin | Schauspieler |
    Schauspielerin | Autor | Autorin | Produzent | Produzentin | Kameramann | Komponist | Komponistin |
    Kritiker | Kritikerin | Darsteller | Darstellerin | Sängerin | Sänger | Cutterin | Dramaturgin |
    Schriftsteller
    """),
    "en": entries("""
    Mr. | Mrs. | Ms. | Miss | Dr. | Prof. | Professor | Sir | Lady | Lord | Sheriff | Detective | Inspector |
    Captain | Colonel | Major | Lieutenant | Sergeant | General | Agent | Officer | President | Senator |
    Mayor | Judge | King | Queen | Prince | Princess | Father | Sister | Brother | Reverend | Bishop | Uncle |
    Aunt | Grandma | Doctor | Deputy | Chief | Commander | Count | Countess | Baron | Warden | director |
    writer | producer | actor | actress | cinematographer | composer | editor | novelist | critic | star
    """),
}  # fmt: skip
PLACES = {
    "de": entries("""
    Berlin | Hamburg | München | Köln | Frankfurt | Stuttgart | Düsseldorf | Leipzig | Dresden | Hannover |
    Bremen | Nürnberg | Potsdam | Babelsberg | Wien | Salzburg | Graz | Linz | Innsbruck | Zürich | Basel |
    Bern | Genf | Luzern | Locarno | Weimar | Jena | Erfurt | Halle | Rostock | Kiel | Lübeck | Flensburg |
    Münster | Dortmund | Essen | Bochum | Duisburg | Bonn | Aachen | Trier | Mainz | Wiesbaden | Kassel |
    Göttingen | Freiburg | Konstanz | Ulm | Augsburg | Regensburg | Passau | Deutschland | Österreich |
    Schweiz | Frankreich | Italien | Spanien | Portugal | England | Schottland | Irland | Großbritannien |
    Polen | Tschechien | Ungarn | Rumänien | Bulgarien | Russland | Ukraine | Türkei | Griechenland | Schweden |
    Norwegen | Dänemark | Finnland | Island | Belgien | Niederlande | Luxemburg | USA | Kanada | Mexiko |
    Brasilien | Argentinien | Chile | Kuba | Japan | China | Südkorea | Indien | Iran | Israel | Ägypten |
    Marokko | Südafrika | Australien | Neuseeland | Paris | Lyon | Marseille | Nizza | Cannes | Venedig | Rom |
    Mailand | Neapel | Turin | Florenz | Madrid | Barcelona | Sevilla | Lissabon | London | Manchester |
    Liverpool | Dublin | Edinburgh | Warschau | Krakau | Prag | Budapest | Bukarest | Moskau | Kiew | Istanbul |
    Athen | Stockholm | Oslo | Kopenhagen | Helsinki | Reykjavík | Brüssel | Amsterdam | Rotterdam | Hollywood |
    Chicago | Boston | Toronto | Montreal | Tokio | Peking | Shanghai | Hongkong | Seoul | Mumbai | Delhi |
    Teheran | Kairo | Sydney | Bayern | Sachsen | Thüringen | Hessen | Brandenburg | Ostfriesland | Allgäu |
    Tirol | Südtirol | Schwarzwald | Ruhrgebiet | Uckermark | Kreuzberg | Neukölln | Europa | Amerika | Afrika |
    Las Vegas | Los Angeles | New York | San Francisco | Rio de Janeiro | Buenos Aires | Sankt Pauli |
    Bad Segeberg | West-Berlin | Ost-Berlin | BRD | DDR | Nordsee | Ostsee | Alpen | Mecklenburg-Vorpommern |
    Schleswig-Holstein
    """),
    "en": entries("""
    Berlin | Hamburg | Munich | Cologne | Vienna | Zurich | Paris | London | Rome | Venice | Cannes | Madrid |
    Barcelona | Lisbon | Dublin | Edinburgh | Glasgow | Manchester | Liverpool | Bristol | Prague | Budapest |
    Warsaw | Moscow | Istanbul | Athens | Stockholm | Oslo | Copenhagen | Helsinki | Brussels | Amsterdam |
    Hollywood | Chicago | Boston | Seattle | Philadelphia | Detroit | Houston | Dallas | Atlanta | Toronto |
    Montreal | Vancouver | Tokyo | Beijing | Shanghai | Seoul | Mumbai | Delhi | Cairo | Sydney | Melbourne |
    Brooklyn | Manhattan | Texas | California | Nevada | Florida | Ohio | Kansas | Georgia | Virginia | Oregon |
    Montana | Germany | Austria | Switzerland | France | Italy | Spain | England | Scotland | Ireland | Wales |
    Poland | Hungary | Russia | Ukraine | Turkey | Greece | Sweden | Norway | Denmark | Finland | Iceland |
    Belgium | Canada | Mexico | Brazil | Argentina | Cuba | Japan | China | India | Iran | Israel | Egypt |
    Australia | Europe | Las Vegas | Los Angeles | New York | San Francisco | New Orleans | New Mexico |
    South Korea | United States | United Kingdom | New Zealand | Rio de Janeiro | Buenos Aires | Hong Kong |
    South Africa | West Berlin | UK | US | USA
    """),
}  # fmt: skip
BROADCASTERS = entries("""
    ZDF | ARD | WDR | NDR | BR | SWR | MDR | RBB | rbb | HR | hr | ORF | SRF | arte | Arte | ARTE | 3sat |
    Sat.1 | RTL | ProSieben | VOX | KiKA | BBC | HBO | NBC | CBS | ABC | Netflix | Disney | Degeto | UFA |
    DEFA | Pathé | Gaumont | Canal+ | MGM | Paramount | Universal | Sky | Amazon | Hulu | A24 | Miramax |
    Bayerischer Rundfunk | Westdeutscher Rundfunk | ARD Degeto | Constantin Film | X Verleih | Warner Bros. |
    20th Century Fox | Columbia Pictures | Sony Pictures | Universal Pictures | Studio Babelsberg |
    Bavaria Film | Studio Hamburg | Das Erste | BBC Films | Rotten Tomatoes | Der Spiegel | Die Zeit | Variety |
    The Guardian | New York Times | epd Film | Filmdienst | FAZ | taz
""")
COMPANY_ENDS = entries("""
    Film | Film GmbH | Filmproduktion | Filmproduktion GmbH | Pictures | Films | Productions | Entertainment |
    Media | Studios | Filmverleih | TV GmbH | Film AG | Cinema | & Co. Filmproduktion | Medienproduktion GmbH |
    Film GmbH & Co. KG | Production | Distribution | Verlag | Orchester | Animation | VFX | Casting |
    Postproduktion | Film Verleih | Fernsehproduktion | Television | Filmkunst | Film Inc. | Ltd. | Company |
    Brothers | Records
""")
COMPANY_WORDS = entries("""
    Ostertor | Nordlicht | Blauwal | Rotkehlchen | Komplizen | Sommerhaus | Gegenlicht | Weitwinkel |
    Zeitsprung | Schattenspiel | Lichtblick | Wüste | Egoli | Razor | Heimat | Achtung | Panda | Pandora |
    Kinescope | Tiger | Black | Sheep | Red | Bear | Bright | Moon | River | Silver | Lantern | North | Star |
    Blue | Whale | Lighthouse | Kestrel | Focus | Working | Title | Summit | Harbour | Stone | Arrow | Mirror |
    Paper | Plane | Neue | Alte | Junge | Dritte | Erste | Mitte | Polar | Atlantik | Nebelhorn | Kranich |
    Leuchtturm | Fabrik | Rhein | Elbe | Isar | Alster | Havel
""")
AWARDS = {
    "de": entries("""
    Deutscher Filmpreis | Bayerischer Filmpreis | Goldener Bär | Silberner Bär | Goldene Palme | Goldener Löwe |
    Oscar | Oscars | Golden Globe | Emmy | César | Bambi | Lola | Grimme-Preis | Adolf-Grimme-Preis |
    Europäischer Filmpreis | Österreichischer Filmpreis | Schweizer Filmpreis | Goldene Kamera | BAFTA Award |
    Preis der Ökumenischen Jury | Deutscher Fernsehpreis | Nestroy-Preis
    """),
    "en": entries("""
    Academy Award | Golden Globe | Golden Globe Award | BAFTA Award | Emmy | Emmy Award | Tony Award |
    Palme d'Or | Golden Lion | Golden Bear | Oscar | Screen Actors Guild Award | Independent Spirit Award |
    Grammy | Saturn Award | Olivier Award | Filmfare Award
    """),
}  # fmt: skip
TITLE_NOUNS = {
    "de": entries("""
    Nacht | Mann | Frau | Kind | Meer | Stadt | Haus | Himmel | Sommer | Winter | Herz | Leben | Liebe | Tod |
    Schatten | Licht | Weg | Fluss | Berg | Garten | Brücke | Schule | Reise | Insel | Regen | Schnee | Sturm |
    Feuer | Spiegel | Stimme | Traum | Zeit | Stille | Wald | Wolf | Vogel | Mädchen | Junge | Bruder |
    Schwester | Mutter | Vater | Sohn | Tochter | Freund | Feind | Richter | Lehrer | Fremde | Gast | König |
    Rose | Brief | Zug | Boot
    """),
    "en": entries("""
    Night | Man | Woman | Child | Sea | City | House | Sky | Summer | Winter | Heart | Life | Love | Death |
    Shadow | Light | Road | River | Mountain | Garden | Bridge | School | Journey | Island | Rain | Snow |
    Storm | Fire | Mirror | Voice | Dream | Time | Silence | Forest | Wolf | Bird | Girl | Boy | Brother |
    Sister | Mother | Father | Son | Daughter | Friend | Enemy | Judge | Teacher | Stranger | Guest | King |
    Rose | Letter | Train | Boat
    """),
}  # fmt: skip
TITLE_PATTERNS = {
    "de": entries("""
    Der {n} | Die {n} | Das {n} | {n} und {n} | Das {n} der {n} | Der {n} im {n} | {n} | Im {n} | Am {n} | {f} |
    {f} und {f} | {f} {s} | {f}s {n} | Der Fall {s} | Die {n} der {f} {s} | Mein {n} {f} | {p} |
    Kein {n} für {f} | Tatort: {n} | Wer hat Angst vor {f} {s}? | Die letzte {n} | Der letzte {n} | {n} in {p} |
    Alles über {f} | {f} geht fort | Sommer in {p} | {s} – Der {n} | Nur ein {n} | Das kalte {n}
    """),
    "en": entries("""
    The {n} | The {n} | {n} of the {n} | The {n} and the {n} | A {n} in {p} | {n} | {f} | {f} {s} |
    {f} and {f} | {f}'s {n} | The {n} of {f} {s} | Finding {f} | Leaving {p} | My {n} {f} | Being {f} {s} |
    The Last {n} | {s} | {s} vs. {s} | Who Killed {f}? | All About {f} | {p} {n} | Dear {f} | The {s} {n} |
    What {f} Knew
    """),
}  # fmt: skip
