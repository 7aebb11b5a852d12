"""German sentence patterns of film pages, written for this project; filled by generate.py.

Slots: {P} person in full, {F} forename, {S} surname, {C} character, {H} honorific or job title, {W} work, {O} company,
{L} place, {V} venue, {A} prize, {N} noun, {Y} year, {D} number, {R} role of the crew, {X} character without a name.
{Fg} {Sg} {Pg} stand in the genitive. {I} is a name inverted.
"""

PLOT = """
{F} lebt mit ihrer Mutter {F} in einem kleinen Dorf bei {L}.
{F} ist Mitte dreißig, arbeitslos und hat gerade die Wohnung verloren.
Als {F} nach Jahren in ihre Heimatstadt {L} zurückkehrt, begegnet sie {F}, ihrer ersten großen Liebe.
Der junge {N} {C} verliebt sich in {F}, die Tochter des Bürgermeisters.
{F} und {F} sind seit zwölf Jahren verheiratet.
{F}, {F} und {F} wollen gemeinsam eine Bank ausrauben.
Doch dann taucht {F} auf, und nichts ist mehr, wie es war.
{H} {S} glaubt nicht an einen Unfall.
{H} {P} ermittelt in einem rätselhaften Mordfall.
Gemeinsam mit ihrem Kollegen {S} macht sich {H} {P} auf die Suche nach dem Täter.
{S} ahnt nicht, dass {F} längst von der Sache weiß.
{Fg} Vater ist seit dem Unfall stumm.
{Fg} Leben gerät aus den Fugen, als ihr Bruder {F} aus dem Gefängnis kommt.
Nach dem Tod seiner Frau {F} zieht sich {F} in eine Hütte am See zurück.
Was {F} nicht weiß: {F} hat ihn die ganze Zeit belogen.
Sie hat {F} nie verziehen.
Er will {F} um jeden Preis zurückgewinnen.
Zusammen mit {F} flieht er über die Grenze.
Von {F} erfährt sie, dass {Fg} Kind noch lebt.
Bei {F} findet {F} endlich Ruhe.
„Du bist nicht mein Vater“, sagt {F}.
„Komm mit“, flüstert {F} und nimmt {Fg} Hand.
Die Ehe von {F} und {F} steht vor dem Aus.
Der reiche {N} {S} macht {F} ein unmoralisches Angebot.
Die alleinerziehende {N} {F} kämpft um das Sorgerecht für ihren Sohn {F}.
Kurz vor der Hochzeit verschwindet {F} spurlos.
In {L} lernt {F} den Musiker {C} kennen.
{F} zieht mit ihren Kindern {F} und {F} von {L} nach {L}.
Der {N} {C} und seine Frau {F} haben ihren Sohn verloren.
{C} arbeitet als {N} in {L}.
Eines Nachts steht {F} vor der Tür.
Ihre beste Freundin {F} rät ihr, {F} zu vergessen.
Während {F} im Krankenhaus liegt, versucht {F}, die Schulden zu begleichen.
Sein Gegenspieler {S} hat andere Pläne.
Ausgerechnet {F} soll den Koffer nach {L} bringen.
{F} findet im Keller ein Tagebuch, das {Sg} Geheimnis verrät.
Im Jahr {Y} kommt der Arzt {P} in das Dorf {L}.
Für {F} bricht eine Welt zusammen, als {F} sie verlässt.
Weder {F} noch {F} wollen nachgeben.
Auch {S} gerät unter Verdacht.
Der Verdacht fällt auf {S}, den Nachbarn der Toten.
{H} {S} hingegen hält {F} für unschuldig.
{F} gibt sich als {P} aus.
Im Haus von {H} {S} kommt es zum Streit.
{F} schwört Rache.
{F} stirbt.
Dort wartet schon {F}.
Da ruft {F} an.
{F} (12) und ihr Bruder {F} (9) verbringen die Sommerferien bei Oma {F}.
Der kleine {F} träumt davon, Fußballer zu werden.
Die kleine {F} hat einen unsichtbaren Freund namens {F}.
Ein Hund namens {F} bringt die Familie {S} durcheinander.
Familie {S} zieht in ein altes Haus am Rand von {L}.
Die Geschwister {F} und {C} erben das Hotel ihres Großvaters.
Die {S}s feiern Weihnachten.
Im Club lernt sie {F} kennen, einen {N} aus {L}.
Der Film erzählt die Geschichte von {F}, einem jungen Mann aus {L}.
Erzählt wird von {P}, einer {N}, die in den zwanziger Jahren nach {L} auswanderte.
Im Mittelpunkt steht {P}, {N} und Mutter zweier Kinder.
Mit Hilfe von {F} gelingt {F} die Flucht.
Nur {F} hält zu ihm.
Ob {F} und {F} doch noch zueinander finden?
Warum hat {F} gelogen?
Als {H} {S} die Leiche findet, ist {F} schon auf dem Weg nach {L}.
Der Tod ihres Mannes {F} hat {C} verändert.
{F} hasst {F}. {F} liebt {F}. Und {F} liebt nur sich selbst.
Zwischen {F} und {F} entwickelt sich eine Freundschaft.
Nachts fährt {F} Taxi, tagsüber schläft er.
Um {F} zu retten, muss {F} ihr größtes Geheimnis preisgeben.
Im Sommer {Y} begegnen sich {F} und {F} am Strand von {L}.
{F} bittet {H} {S} um Hilfe.
Ihr Chef, der zynische {S}, schickt sie nach {L}.
Die Spur führt zu {P}, einem ehemaligen {N}.
Dann findet man {Fg} Wagen im Wald.
Die {N} {P} hat alles, was man sich wünschen kann.
{F} erzählt {F} von {F}.
Am nächsten Morgen ist {F} weg.
Das Mädchen {F} wächst bei Pflegeeltern auf.
Der ehemalige {N} {P} wird von {F} erpresst.
So lernt {F} auch {Fg} Schwester kennen.
Mit {Fg} Geld kaufen sie einen Wagen.
Ohne {Sg} Wissen trifft sich {F} mit der Presse.
Prinzessin {F} soll den Ritter {F} heiraten.
König {F} schickt seinen Sohn {F} in den Krieg.
Onkel {F} und Tante {F} kommen zu Besuch.
Pater {F} hört die Beichte.
Schwester {F} arbeitet auf der Station.
Auf der Reise nach {L} trifft {F} die Sängerin {P}.
Ein Brief von {F} ändert alles.
In einer Bar in {L} trifft der Trinker {C} die Prostituierte {F}.
{F} betrinkt sich, {F} sieht zu.
Zuletzt sitzen {F} und {F} wieder am selben Tisch.
{F} wird von {F} verlassen und flüchtet sich in den Alkohol.
Weil {F} schweigt, wird {F} verurteilt.
Der Anwalt {P} soll {F} verteidigen.
Kurz darauf werden {F} und ihr Mann {F} tot aufgefunden.
Dass {F} seine Tochter ist, ahnt {S} nicht.
Trotz allem liebt sie {F}.
Gegen {F} hat er keine Chance.
Für {H} {S} ist der Fall klar.
Der Killer {C} bekommt den Auftrag, {F} zu töten.
Abends kocht {F} für {F} und die Kinder.
{F} kehrt nicht zurück.
Eine Wette zwischen {F} und {F} hat ungeahnte Folgen.
Der {N} {F} und sein {N} {S} ahnen nichts.
Dabei trifft er die {N} {F}, die am Rand der Gesellschaft lebt.
Bald liegt auch der {N} {F} tot im Keller.
Der {N}-{N} {S} soll den {N} {S} überwachen.
Ihr neuer Kollege {S} hält das für Unsinn.
Das Schaf {F} und der Fuchs {F} suchen ein Zuhause.
{F}, das Schaf, kann nicht schlafen.
Der Kater {F}, die Krähe {F} und der Dachs {F} gründen eine Band.
Der {N} im {N} ist leer, die {N} schweigt.
Mit der {N} beginnt die {N}.
Die {N} der {N} fällt in die {N}.
Am Ende bleibt nur die {N}.
Auf {L} kämpft der junge {P} um sein Erbe.
Nach dem {N} kehrt die {N} nach {L} zurück.
Die Polizei tappt im Dunkeln.
Die Freunde {F}, {F}, {F} und {F} machen eine letzte gemeinsame Reise.
"""

PROSE = """
{W} ist ein deutscher Spielfilm des Regisseurs {P} aus dem Jahr {Y}.
{W} ist ein US-amerikanisches Filmdrama aus dem Jahr {Y} mit {P} und {P} in den Hauptrollen.
{W} (Originaltitel: {W}) ist eine Komödie von {P} aus dem Jahr {Y}.
{W} ist ein deutscher Fernsehfilm von {P} nach einem Roman von {P}.
Regie führte {P}, das Drehbuch schrieben {P} und {P}.
Regie führte {P}.
Das Drehbuch stammt von {P} nach dem gleichnamigen Roman von {P}.
Das Drehbuch verfasste {P} gemeinsam mit {P}.
Unter der Regie von {P} spielen {P}, {P} und {P}.
In den Hauptrollen sind {P} und {P} zu sehen.
Die Hauptrolle spielt {P}, in weiteren Rollen sind {P}, {P} und {P} zu sehen.
{P} spielt die {N} {C}.
{P} verkörpert den {N} {C}.
{P} ist als {C} zu sehen.
{P} gibt den {N} {C} mit spröder Eleganz.
In der Rolle des {S} glänzt {P}.
Als {C} überzeugt {P}.
{C} wird gespielt von {P}.
{C} ({P}) trifft auf {C} ({P}).
{F} ({P}) und {F} ({P}) leben in {L}.
Die {N} {C} (gespielt von {P}) verliebt sich in {F} ({P}).
{H} {P} ({P}) hat genug von {F} ({P}).
Für die Kamera war {P} verantwortlich, die Musik komponierte {P}.
Die Musik stammt von {P}, hinter der Kamera stand {P}.
{P} führte die Kamera, {P} besorgte den Schnitt.
Produziert wurde der Film von {P} für {O}.
Der Film wurde von {O} in Koproduktion mit {O} und {O} produziert.
Produzenten waren {P} und {P} von der {O}.
Den Verleih übernahm {O}.
Gedreht wurde von Mai bis Juli {Y} in {L} und {L}.
Die Dreharbeiten fanden in {L}, {L} und Umgebung statt.
Die Uraufführung fand {Y} bei den Filmfestspielen in {L} statt.
{P} wurde am 3. Mai {Y} in {L} geboren.
{P}, geboren {Y} in {L}, studierte an der Filmhochschule in {L}.
Bekannt wurde {S} durch den Film {W}.
Nach {W} und {W} ist dies der dritte Film von {P}.
{Pg} Film {W} lief im Wettbewerb von {L}.
{Pg} Inszenierung verzichtet auf jedes Pathos.
{Sg} Debüt {W} wurde mit dem {A} ausgezeichnet.
{P} erhielt für ihre Rolle den {A}.
{P} wurde für den {A} nominiert.
Der {A} ging an {P}.
{A} {Y}: Beste Regie ({P}), Bestes Drehbuch ({P})
{A} für {P}
{A} für die beste Darstellerin an {P}
Nominierung für den {A} in der Kategorie Beste Nebendarstellerin für {P}
Ausgezeichnet wurde {P} als bester Darsteller beim Filmfest {L}.
Der Roman von {P} erschien {Y} bei {O}.
Die Vorlage lieferte {P} mit ihrem Roman {W}.
{W} basiert auf dem Roman {W} von {P}.
Das Stück von {P} wurde {Y} in {L} uraufgeführt.
Die Inszenierung von {P} hatte am {V} in {L} Premiere.
Bühne und Kostüme entwarf {P}, die musikalische Leitung hat {P}.
{P} inszeniert das Stück als bitterböse Farce.
Ursprünglich sollte {P} die Rolle übernehmen, dann fiel die Wahl auf {P}.
{P} sagte im Interview: „Ich wollte nie nach {L}.“
„Ein Meisterwerk“, schrieb {P} in {O}.
„Ein Film wie ein Faustschlag“, so {P}.
{P} schrieb in {O}, der Film sei „zu lang und zu laut“.
Kritiker {P} lobte vor allem {P} und {P}.
{S} gelingt ein leiser, kluger Film.
{S} spielt das großartig.
{S} erzählt die Geschichte ohne Sentimentalität.
Man sieht {S} gern zu.
Wie {S} das macht, ist große Kunst.
{Sg} Kamera findet dafür grandiose Bilder.
Leider traut {S} den Bildern nicht und lässt {P} alles erklären.
Neben {P} brilliert vor allem {P} als {C}.
Sehenswert ist das wegen {P}, die als {C} eine Wucht ist.
Im Original wird {C} von {P} gesprochen, in der deutschen Fassung von {P}.
Die deutsche Stimme von {P} ist {P}.
Die Synchronarbeit entstand unter der Dialogregie von {P} bei {O}.
Für die Spezialeffekte war die Firma {O} zuständig.
Im Auftrag von {O} und {O} entstand der Film in {L}.
Der {N} {P} starb während der Dreharbeiten.
{P} und {P} standen bereits in {W} gemeinsam vor der Kamera.
Nach dem Erfolg von {W} drehte {P} in {L} den Film {W}.
Die Serie {W} von {P} startet am 3. März bei {O}.
In der Serie {W} spielt {P} den {N} {C}.
Die Episode wurde von {P} geschrieben und von {P} inszeniert.
Moderiert wird der Abend von {P}.
Es moderieren {P} und {P}.
Erzähler ist {P}.
Der Dokumentarfilm porträtiert den {N} {P}.
Der Film ist {P} gewidmet.
{P} (Regie), {P} (Buch) und {P} (Kamera) arbeiteten schon bei {W} zusammen.
Die Choreografie besorgte {P}, die Kostüme {P}.
Das Szenenbild gestaltete {P}, die Maske {P}.
Der Film des {A}-Preisträgers {P} kommt am 12. April in die Kinos.
Zu Gast im Kino: {P}, {P} und {P}.
{P} im Gespräch mit {P}
Ein Film von {P}
Ein Film von {P} mit {P}, {P} und {P}
Von {P}, {L}
Von {P}
Text: {P}
Foto: {P} / {O}
© {O}
© {Y} {O}, {O}
Im {V} läuft {W} noch bis Sonntag.
Mit dem {A} ausgezeichnet
Auf der Bühne des {A} bedankte sich {P}.
Am {L} wurde eine Szene mit {P} gedreht.
{P}: {W}. {L} {Y}, S. 41.
{P} (Hrsg.): {W}. {O}, {L} {Y}.
{P}, {P}: {W}. In: {O}, {Y}.
{I}: {W}. {O}, {L} {Y}.
Kritik von {P} zu {W}
{W} in der Internet Movie Database
{W} bei {O}
{W}: Trailer, Besetzung und Kritik
Mehr zu {W}
{W} – Wikipedia
{W} | {O}
{W} ({Y})
{W}
{W} ({L} {Y})
{W}, {L} {Y}, {D} min
Weitere Filme von {P}: {W}, {W}, {W}
Filmografie: {Y} {W}, {Y} {W}, {Y} {W}
{Y}: {W}
{Y}: {W} (Regie: {P})
Fortsetzung von {W}
Remake des Films {W} von {P}
"""

ROLES = """
Regie|Drehbuch|Buch|Kamera|Schnitt|Musik|Ton|Mischung|Produktion|Produzent|Produzentin|Produzenten|
Ausführender Produzent|Co-Produzent|Koproduzenten|Szenenbild|Ausstattung|Bauten|Bühnenbild|Bühne|Kostüme|
Kostüm|Maske|Casting|Redaktion|Regieassistenz|Lieder (Text und Melodie)|Besetzung (Casting)|
Buch (nach Motiven des Romans)|Buch und Regie|Regie und Drehbuch|Drehbuch, Regie|Idee|Romanvorlage|Vorlage|
nach dem Roman von|Spezialeffekte|Visuelle Effekte|Choreografie|Musikalische Leitung|Dramaturgie|Licht|
Herstellungsleitung|Produktionsleitung|Aufnahmeleitung|Regisseur|Regisseurin|Drehbuchautor|Autor|Komponist|
Kameramann|Kamerafrau|Cutterin|Darsteller|Besetzung|Mit|Hauptdarsteller|Sprecher|Erzähler|Stimmen|Moderation|
Leitung|Inszenierung|Stunts|Dialogregie|Dialogbuch|Sounddesign|Originalton|Requisite|Standfotos|Text|Gesang|
Klavier|Director|Writer|Produced by|Directed by|Written by|Music|Editor|Cinematography|Cast|Produktionsdesign|
Kinostart Regie|Requiem von
"""

CHARACTER_WORDS = """
Abt|Mädchen|Einsatzleiter|Häftling 227|Polizist|Polizist 1|Polizist 2|Mutter|Vater|Kellner|Kellnerin|
Barkeeper|Arzt|Ärztin|Krankenschwester|Taxifahrer|Busfahrer|Nachbarin|Nachbar|Junge Frau|Alter Mann|
Der Fremde|Die Fremde|Wirt|Wirtin|Pfarrer|Bürgermeister|Lehrerin|Richter|Anwalt|Verkäuferin|Erzähler|
Erzählerin|Soldat|Offizier|General|König|Königin|Bote|Dienstmädchen|Großmutter|Opa|Oma|Kommissar|Kommissarin|
Reporter|Journalistin|Bankräuber|Wachmann|Gefängniswärter|Hotelportier|Hausmeister|Sekretärin|Chef|Chefin|
Passantin|Kind|Baby|Zwilling|Stimme aus dem Radio|Fahrer|Koch|Bauer|Bäuerin|Jäger|Hexe|Teufel|Engel|Tod|Narr|
sie selbst|er selbst|Baggerfahrer|Rezeptionist|Statist|Chor|Ensemble|Junger Mann|Sanitäter|Notarzt|
Staatsanwalt|Direktorin|Schüler|Schülerin|Trainer
"""

LINES = """
{R}: {P}
{R}: {P}, {P}
{R}: {P} und {P}
{R}: {P} & {P}
{R}: {P} / {P}
{R}: {P}, {P}, {P}
{R}: {P} ({O})
{R}: {O}
{R} {P}
{R}	{P}
{R}	{P}, {P}
{R} ..... {P}
{R} ............ {P}
 ............ {P}
{R} – {P}
{R}: {P}  |  {R}: {P}
{R}: {P}, {R}: {P}, {R}: {P}
{R}: {P}; {R}: {P}; {R}: {P}
{R}: {P} · {R}: {P}
R: {P} B: {P} K: {P} D: {P}, {P}
R: {P}, D: {P}, {P}
{R}: {P} | {R}: {P} | {D} Min.
- {P}
* {P}
• {P}
{P}
{P}, {P}, {P}
{P}, {P}, {P} und {P}
{P}, {P}, {P} u. a.
{I}
{I} ({R})
{I}, {R}
{P} ({R})
{P} – {R}
{P}, {R}
- {P} ({C})
- {P} als {C}
* {P}: {C}
{P}: {C}
{P}: {X}
{P} als {C}
{P} als {H} {S}
{P} als {X}
{P} ... {C}
{P} ............ {C}
{P} ............ {H} {P}
{P} ............ {X}
{P}	{C}
{P}	{X}
{C}	{P}
{X}	{P}
{C}	{P}	{P}
{X}	{P}	{P}
{C} – {P}
{C}, der {N} – Stimme: {P}
{C}, die {N}: {P}
{F} (Stimme: {P})
{C}: {P}
{X}: {P}
{H} {S}: {P}
{H} {P}: {P}
{C} ({P})
{P} ({C}), {P} ({C}), {P} ({C})
Mit: {P} ({C}), {P} ({C}), {P} ({X}), {P} ({H} {S}) u.a.
Mit {P}, {P}, {P}
Mit {P} ({C}), {P} ({C}) und {P} ({X})
Darsteller: {P}, {P}, {P}, {P}
Besetzung: {P} ({C}), {P} ({X})
Es spielen: {P}, {P}, {P}, {P}
Stimmen: {P} ({C}), {P} ({C})
Produktion: {O}
Produktion: {O}, {O}
Produktionsfirma: {O} ({L})
Verleih: {O}
Im Verleih von {O}
Erstverleih	{O} ({L})
Eine Produktion von {O} in Koproduktion mit {O}
{O}
{O} ({L})
{O}, {O}, {O}
{L} {Y}
{L}/{L} {Y}, {D} Min.
Land: {L}
Produktionsland: {L}, {L}
Produktionsland	{L}
Drehort: {L}
Drehorte: {L} und {L}
Titel: {W}
Originaltitel: {W}
Originaltitel	{W}
Alternativtitel: {W}
Premiere: {L}
Uraufführung: 15.03.{Y}, {L}
Kinostart: 12. Mai {Y}
Erscheinungsjahr	{Y}
Genre: Drama
Genre: Komödie, Krimi
Genre	Horror, Thriller
Länge: {D} Minuten
Laufzeit: {D} min
Altersfreigabe	FSK {D}
FSK: 12
Originalsprache	Deutsch
Fernsehfilm, Krimi, D {Y}, {D} min
20:15 {W} Spielfilm, {L} {Y}
20:15 – 21:45 {W}
{O} Mi 17.11. 20:15
Startseite > Filme > {W} > Credits
Startseite Programm Filme Kontakt Impressum Datenschutz
Home | Filme | Kritiken | Newsletter | Anmelden
Alle anzeigen Titel in Merkliste
Artikel drucken | Leserbrief schreiben
Besetzung und Stab
Besetzung
Stab
Handlung
Hintergrund
Produktion
Kritik
Kritiken
Rezeption
Auszeichnungen
Weblinks
Einzelnachweise
Inhaltsverzeichnis
Handlung[Bearbeiten | Quelltext bearbeiten]
Kategorien: Filmtitel {Y} | Deutscher Film | Literaturverfilmung
Alle Angaben ohne Gewähr
Rolle	Darsteller	Synchronstimme
Zur Navigation springen Zur Suche springen
Jetzt Tickets kaufen
Weitere Vorstellungen am Freitag und Samstag
{N}
{N} und {N}
{N} des {N}
Die {N} vom {N}
Unser {N}: {N} mit {N}
Teilen Drucken Kommentieren
Kinofilm	{Y}	Spielfilm
Bewertung: 4 von 5 Sternen
"""
