"""Common names: how "Iscrizione Mario Rossi" is told from "Iscrizione ping pong", a signature from a change of mind.

Written down by hand: what people in this part of Tuscany are called, the old and those who came to live here among
them. No register was read. First names that are also another word
(Marina, Viola, Domenica, Vera) are left out; surnames that are, Chiesa or Gatto, count behind a first name only.
"""

from .word_lists import words

FIRST_NAMES = words("""
    ada ercole gaspare sauro quirino savino settimio viviana zeno said mariya andrei gjergj besa jashim raju manolo
    elmer rosario rolando sestilio urbano lory
    mario maria giuseppe giovanni antonio francesco francesca luigi luca marco matteo andrea alessandro
    alessandra stefano stefania roberto roberta paolo paola laura anna elena sara giulia chiara martina
    valentina silvia simone simona lorenzo leonardo riccardo davide daniele daniela federico federica
    giorgio giorgia alberto alberta claudio claudia carlo carla franco giancarlo piero pietro massimo
    maurizio sergio bruno bruna enrico enrica filippo gabriele gabriella giacomo gianni gino guido ivano
    jacopo lucia luciano luciana manuela manuele marcello mauro michele michela monica nicola niccolo
    patrizia raffaele renato rita rosanna rossella samuele sandra sandro serena sonia teresa tommaso ugo
    valerio vincenzo walter alessia alessio angela angelo antonella barbara beatrice camilla caterina cinzia
    cristina cristiano debora donatella edoardo eleonora elisa elisabetta emanuele emma ernesto fabio
    fabrizio fernando gianluca gianna giovanna giuliana giuliano ilaria irene ivana katia lina lisa lorella
    loredana luisa marta mirella nadia ornella pamela pierluigi rossana silvana silvano tiziana tiziano
    veronica marzia nedo lucio piera ilio samuela gherardo fabrizia sirio athos costanza azelio argante bice
    cosetta delfo elvio fioralba gherarda ilva leonello leontina mafalda marzio milvia nedda nilo norina
    oliviero orfeo abdelkader abdou abdul abdullah adele adelmo adolfo adrian adriana adriano agata agnese
    agnieszka agostino agron ahmed aicha alberico alda aldo aleksander alexandru alfio alfonso alfredo alice
    alvaro amalia amedeo amelia amerigo amina aminata andreea anduela anita annalisa annamaria antonietta
    antonina arben argia armando artan arturo attilio augusta augusto aurelia aurelio aurora bartolomeo
    battista beatriz benedetta beniamino benito berta besnik bettina bianca binta blerim bogdan brunella
    brunetta bujar carlos carlotta carmela carmelo carmen carmenza carmine carolina catia cecilia cesare
    cesira cheikh clara clarissa concetta constantin consuelo corrado cosimo costantino dalila damiano
    daniel danilo dario david deborah delia denis denise desiree diego diletta dina dino doina dora doriana
    doriano dorina dorota driss dritan duilio dumitru ebe eda edda edo egidio egle elda elettra elia eliana
    elide elio elira eloisa elona elsa elvira emilia emiliano emilio emily enea ennio enza enzo erica erika
    erion ermanno erminia erminio ersilia ester ettore eugenia eugenio eva evelina evelyn ewa ezio fabiana
    fabiano fabiola fatima fatjon fatmir fatou fausta fausto fedora ferdinando fernanda ferruccio fiorella
    fiorenza fiorenzo flavia flavio florentina florica florin fosca foscolo franca fulvia fulvio gabriela
    gaetano gaia gastone gemma gennaro gentian georgiana gerardo geremia gheorghe ghita giada giambattista
    gianfranco gianmarco gianmaria gianpaolo gianpiero gigi gilberto gilda gimmi gina ginevra gioele giosue
    giovannino giuditta giulietta giulio giuseppa giuseppina glauco goffredo graham graziana graziano
    graziella gregorio greta gualtiero guendolina guglielmo gustavo halyna hamza hassan iacopo ibrahim ida
    ignazio igor ilario ilda ileana ilir ilona ines ioana iolanda iole ion ionel ionela irina irma iryna
    isabella isidoro isolina italo ivan ivo james jessica jocelyn john jolanda jole jonathan jorge jose juan
    jurgen karim katarzyna kathleen katiuscia kevin khadija krzysztof lamberto lapo lara laurita lea leandro
    leda letizia licia lida lidia lilia liliana linda lino liudmila livia livio lodovico lorena loretta
    loriana loriano loris luana lucrezia ludmila ludovica ludovico luigina luis lyudmila maddalena mafalda
    malgorzata mamadou manlio manola mara marcella marcin marek margherita mariangela marianna mariarosa
    maricel marilena marinella marisa maristella marites mark massimiliano matilde maura melania melissa
    michael mihaela mihai mila milena milva mimoza mina miranda mircea mirco miriam mirko modou mohamed
    mohammed morena moreno morgana moussa muhammad mustafa mustapha mykola nadiya nara nasreen natalia
    natalina natalino natalya nello nicla nicolae nicole nicoletta nino noemi nora norberto norina nunzia
    ofelia oksana olena olga olha olimpia olinto omar omer omero orazio oreste oriana oriano orietta oscar
    osvaldo otello ottavia ottavio ottorino ousmane palmiro pasquale pasqualina patricia paul pedro peter
    petronela pierangelo piergiorgio pierina pierino pierpaolo pietrina pina piotr rachele rachid raffaella
    raffaello rahman raimondo rebecca remigio renata renzo ricardo riccarda rina rinaldo rino robert rocco
    rodolfo romeo romina romolo rosalba rosalia rosangela rosaria rosina rossano ruggero sabina sabrina
    salvatore samanta samantha samir samuel santina santino sarah sebastiano selene selma settimia sibilla
    silvestro simonetta sofia sofiane solange solene sonja stefan susan svetlana sveva svitlana tamara tania
    tatiana tecla teodoro terenzio terzilio tetyana thomas tina tonino tosca tullia tullio ubaldo ulisse
    umberta umberto valbona valentino valentyna valeria vanda vanessa vania vanna vasco vasile velia viktor
    vincenza viorica virgilio virginia vitaliano vito vittorina vittorio vladimiro volodymyr wanda wilma
    wolfgang yassine youssef yuliya yuri zaira zelinda zineb zita
    abdelaziz abderrahim ademaro adina aissatou alan alighiero alina aliou alketa analyn anastasiia andreas
    andriy andrzej anja anne antonello armido arnel assunta assuntina astou awa aziz azzurra babacar beata
    beppe bilal binetou birgit brigitte catalin charles chen christian claire cornel costel cristian dayana
    denny devis dmytro dolores donata donato dylan edlira elina elizabeth elvis ermal fallou fatiha
    fatoumata fiammetta fiorino flutura francoise gabriel george georgeta gerda germana germano gezim
    gheorghita giancarla gianfranca gianluigi gillian ginetta giordana giusi giusy grazyna hafida halina
    hanane hans heike helen hicham imran inge iris isabelle iuliia ivonne jacques jahangir jamal jennifer
    jerzy joao joaquim jolanta juana jutta kamal karen kateryna katy khady khalid klaus klodian lamine
    larysa latifa laurent lavinia leana liu liviu lorenza lorenzina luan lucilla lyudmyla malika manuel
    margaret marialuisa mariapia mariateresa marie mariella marilu mariolina marisol mary mattia mbaye
    miguel mirela miria mirta mizanur monia mounir naima narciso nasir nasrin nataliia nathalie ndeye nerina
    nevio nico nicoleta nilde nives noris oleksandr oleksandra ombretta oretta ottorina oumar ovidiu palmira
    paoletta pape paulo pawel petra petro philippe pierfrancesco pierluca pierre precious quintilio rachida
    rahim ramona razvan renza rodel romano rosella rosetta rosy rowena samira sergiy serhiy sestilia shahin
    shpresa siro sophie sorin souleymane stefanie sultana susanna susi teresina tetiana thierry tiberio
    tomasz ulrike ute uwe valentin valter vasyl vinicio violetta viorel vivaldo vjollca vladimir wang
    william wilmo xu yesenia ylli yolanda yulia yvonne zahra zhang zoe zofia zoraide
""")
SURNAMES = words("""
    rossi bianchi ferrari russo esposito romano ricci marino greco conti gallo bruni mancini costa
    giordano rizzo lombardi moretti barbieri fontana santoro mariani rinaldi caruso ferrara galli
    martini leone longo gentile martinelli vitale lombardo serra coppola desantis marchetti parisi
    villa conte ferraro ferri fabbri bianco marini grasso valentini messina sala gatti pellegrini
    palumbo sanna farina rizzi monti cattaneo morelli amato silvestri mazza testa grassi pellegrino
    carbone giuliani benedetti barone orlando damico palmieri bernardi martino fiore baroni pucci
    nardi bertini bini lupi ceccarelli cei guerrini meini barsotti giusti landi neri casini volpi
    bacci bagnoli baldacci baldi baldini balducci balestri bandini banti bargagna barsacchi barsanti bartalini
    bartoli bartolini bassini batini batistini becherini bechi bellini benassi bencini bendinelli benvenuti
    bernardeschi bertelli berti bertolini bertoncini betti bettini biagi biagini biagioni bianucci
    bientinesi bigazzi bigongiali boldrini bonaccorsi bonanni bonini bonsignori borghi borgioli borselli
    braccini brandt brogi brogini buggiani bulleri buselli buti caciagli calamai cambini campani campinoti
    cantini capecchi caponi cappelli carli carmignani carpita casalini casarosa castellani catarsi catola
    cavallini ceccanti ceccherini cecchi cecchini cecconi cerrai cerri chelini chelli chiarugi chiellini
    chini ciampi cianchi ciardelli cini cioni ciurli coli colombini corsini creatini crecchi cristiani dami
    davini diallo dini diop donati evangelisti fabbrini fagiolini falaschi falleni fanti fantini fanucci
    favati favilli ferretti ferrini ferroni filippi filippini fiorentini fiorini fontanelli franceschi
    franceschini francesconi franchini frediani frosini fulceri gabbriellini gambini gargani garzella
    gasperini gelli gemignani gennai ghelardi ghelardoni gherardi gherardini ghezzani ghilarducci giachetti
    giani giannelli giannetti giannini giannoni giovannetti giovannini giuntini giuntoli gori granchi
    graziani gronchi guelfi guerrazzi guerri guidetti guidi guidotti hoxha innocenti ionescu khan kovalenko
    krasniqi lami lazzeri lazzerini lefevre lenzi leoncini lippi londi lorenzetti lorenzi lorenzini
    lucarelli lucarini lucchesi luchini luperini maestrini maffei magni malloggi manetti mannini mannucci
    marcacci marchesini marconcini marianelli mariotti marrucci masi masini masoni mattei matteoli matteucci
    mazzanti mazzantini mazzei mazzoni mencarini menichetti menichini meucci micheletti micheli michelotti
    miliani morganti morini moscardini mugnai mugnaini muller muzzi nannetti nannini nannipieri ndiaye nelli
    nencini nencioni niccolai niccoli niccolini nistri novelli nuti orlandi orlandini orsini orsucci pacini
    paganelli pagni pagnini palagini pampaloni pampana panattoni panicucci paoletti paoli paolicchi paolini
    papini pardi parrini pasqualetti pasquini pelosini pepi perini perugi petralli petri petrini petroni
    petrucci picchi piccini piccioli pieraccini pieri pierini pieroni pierotti pistelli pistolesi poggi
    poggianti pollastrini popescu prosperi pucciarelli puccinelli pugliesi quaglierini quartini raffaelli
    ragoni ramacciotti regoli ribechini ricciardi ricciarelli ridolfi rindi ristori romagnoli romboli
    roncucci rosati rosellini rosini rossetti rossini rugiati ruglioni sabatini sainati salvadori
    salvestrini salvini sandri santerini santos sartini savelli sbrana scarpellini scarselli schmidt senesi
    serafini serani sestini shehu shevchenko silva simoncini simonetti simoni simonini singh smith sodini
    soldaini soldani spadoni spinelli stefanelli stefanini susini taccola taddei tamberi tamburini tani
    tarquini teixeira tempesti tinagli tofani tognetti tognoni tomei tonelli torrini toti turini ughi
    ulivieri vaglini valdiserri valtriani vanni vannini vannozzi vannucci vecchiani venturi venturini vestri
    vezzani vivaldi viviani volterrani zaccagnini zanobini zingoni zucchelli
    meloni grillo grilli lupo merlino merlini fata volpe gatto chiesa chiesi festa casa campo campi medici moro
    colombo bosco falcone verdi leopardi manzoni marconi mazzini pascoli alfieri einaudi galilei carducci rodari
""")
BODIES = words("""
    accademia acli admo agenzia aido aism alpini ambulatorio anpi arci arciconfraternita asd assicurazione
    assistenza astrofili atletica auser autoscuola azienda banca bersaglieri biblioteca bocciofila bootcamp
    caf camposcuola campus caritas cgil circolo cisl club cna coldiretti comitato compagnia comunita
    confartigianato confcommercio confesercenti confraternita conservatorio consorzio consulta contrada coop
    cooperativa corale croce crossfit crucis cus diocesi dopolavoro emergency enpa fanfara federazione fidas
    filarmonica fondazione frank gruppo hospice istituto legambiente libreria liceo lions lipu mister museo nucleo
    onlus oratorio orchestra ordine parrocchia patronato polisportiva presidio propositura pubblica rotary
    montessori vinci
    scuolaguida segreteria seminario sezione sindacato snc societa spa spi squadra srl ssd studio teatro
    telethon uil uisp unicoop unione uniti unitre universita wwf
""")
ACTIVITIES = words("""
    acquerello allievi aperitivo arabo bachata balli bridge burraco calcetto campeggio canoa canto cena
    ceramica chitarra ciclismo cineforum cinese colonia cucina cucito decoro decoupage dipinto disegno
    equitazione esordienti fotografia francese giardinaggio giovanissimi gita giurisprudenza ikebana
    informatica ingegneria inglese juniores kickboxing latino lettere liscio maglia merenda merletto mosaico
    nordic pallamano pianoforte pittura pranzo pulcini recitazione restauro ricamo rugby saggio salsa
    scacchi scherma scultura spagnolo tedesco tiro tombola trekking uncinetto under violino volley
""")
NO_SURNAMES = BODIES | ACTIVITIES
"""What is written like a surname and is none, behind a first name: "Iscrizione. Anna Bini, corso Ceramica"."""
