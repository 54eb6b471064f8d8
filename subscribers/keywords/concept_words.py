"""Italian words by what they speak of, for the model: folded, as written or as corrected; "*" ends a stem.

No rule reads these, and none of them joins or lets go anybody: a message is weighed by which concepts stand together.
"""

ITALIAN: dict[str, str] = {
    "join": """
        iscriz* iscri iscr isc inscriz* inscri* iscriv* inscriv* iscriss* registr* abbon* ader* adesion*
        reiscri* riiscri* riscriv* arruol* immatricol* tessera* unisc* unirmi accod* accodo segno
        segnarmi prenoto prenot*
    """,
    "add": """
        mett* metti metta mettano metto rimett* aggiung* inser* reinser* segna* segni segnate segnatemi
        segnami inclu* includ* annover* attiva* attivi riattiv* abilit* riabilit* accend* accett*
        accogl* prende* prendi pigli* piglia* riprend* ripigli* contat* conta* riammett* ammett* entrare
        rientr* entro riattacc* collega* agganci* allaccia* infil* carica* caricate dentro bordo
        partecip* ricominci* cominci* principi* avvia* appicc* attacca* unit*
    """,
    "remove": """
        cancel* cancell* cacell* cancl* canc cance scancel* kancel* togl* tolga tolgo tolt* lev* leva
        levi levo eliminat* elimin* rimuov* rimozion* rimoss* depenn* esclud* esclus* disattiv* disabil*
        sganc* stacc* spegn* spengo spent* cava* cavi cavat* estromett* radiat* radia* sfil* disiscr*
        deiscr* disinscr* discriv* disiscriv* dismett* scolleg* distacc* esenta* esonera* stralci*
        espung* annull* disdett* disdic* disdir* disdico rinunc* recess* reced* revoc* ritir* dissociar* dissociat*
        sopprim* dimentic* obli* cassa* disinstall* disfat* disfa disfate liber* congedo sciolg* via
        fuori fori uscire esco escire sortir* uscir* esci esca abbandon* addio andarmene unsubscribe
        quit exit bloccat* blocca* out scancell* lasciatemi lasciami smollat* mollat* mollo tirat* tira*
        portat* sparite sparire sparito dimenticat* casca* evad* stralc* sfilami estraet* disabilit*
        ripul* deselez* dispens* dispenso esonerat* svincol* terminat* uscita andate arrivederci adios
        radiar*
    """,
    "stop": """
        evit* stop stopp* bast* smett* smess* finit* finiscila finirla pianta* piantat* ferma* fermat* cess*
        interromp* sospend* sospes* desist* chiudi chiudo termin* end cancel spegnet* tacet* zitt*
        silenzio finire finita finirl* smettil* chiudet* chiudiam* concludi* piant* cessaz*
        rubinetto stoppat* halt
    """,
    "send": """
        mand* mandat* invi* inviat* sped* spedi* scriv* scrivet* avvis* avvisat* avvert* avverti*
        inform* aggiorn* contatt* inoltr* recapit* dite ditemi dimmi diciate diteci sapere sappi*
        tenetemi tienimi tenermi fatemi fammi datemi dammi dateci girat* trasmett* disturb* importun*
        assill* bombard* martell* scass* tedi* notificat* notificarmi
    """,
    "get": """
        ricev* riceve* riceverl* riceverne arriv* arrivan* arrivi arrivin* arrivass* avere averl* averne
        avell* leggere leggo leggerv* legger* esserci sentire pervenir* pervengan* vedere visto avvisato
        avvisata avvertito avvertita informato informata aggiornato aggiornata destinatari* interessato
        interessata
    """,
    "note": """
        avvis* messag* mesag* messagg* mess msg mex sms notizi* notiz* comunicaz* comunicat* allert*
        notific* bollettin* aggiornament* news newsletter novita circolar* informazion* informativ*
        annunc* avviso messaggin* dispacc* promemoria bollettini whatsapp uozzap* uazz* watsap* whatsap*
        wathsap* broadcast roba robba litania trilli vocali comunic* avvisi teatro
    """,
    "not": """
        non nn nun unn niente nulla nient* nessun* mai neanche nemmeno neppure no nisba nada zero senza
        manco nnt
    """,
    "more": """
        piu pio oltre altro altri altre altra ancora ulterior* ulteriormente oltremodo
    """,
    "want": """
        vorre* vore* voglio vojo volio vo voj* volev* desider* gradi* piacer* garb* garberebb* chied*
        richied* preg* prega* intend* preferi* ambir* bisogn* serv* servono rivogl* rivorre* interess*
        interessa accons* consens* autorizz* permess* confermo accetto curios* volont* provved* proced*
        procedete voler* vogli* disponib* favor* cortesia
    """,
    "me": """
        mi me io mio mia mie miei anchio pure sottoscritt* scrivente m mene memedesimo utenza utente
        numero num nr cellulare telefono telefonino cell tel recapito nominativo nome contatto
    """,
    "list": """
        lista liste elenc* gruppo rubrica serviz* registro giro destinatari iscritti utenti mailing
        archivi* database indirizzario catena abbonati lettori broadcast
    """,
    "if": """
        se qualora semmai sennno sennò senno altrimenti quando finche purche caso mai semai
    """,
    "maybe": """
        forse magari quasi boh mah pens* valut* decid* deciso decido vediamo indecis* dubbi* combattut*
        ripens* aspett* aspe attim* rifletto consult* chissa sarei tentat* riserv*
    """,
    "ask": """
        come cosa icche perche xche xke quanto quanti quante chi dove quale quali posso possono puo
        possibile cm ke obbligatori* gratis costa costi pag* sapete serve devo dovrei bisogna chiedevo
        domanda domande spiega* capit* significa funziona
    """,
    "kin": """
        marit* moglie mogli figli* figliol* mamma madre babbo padre papa nonn* zio zia zii suocer*
        nipot* fratell* sorell* cognat* amic* compagn* fidanzat* genitor* vicin* colleg* famigl* genero
        nuora badante padrone cliente clienti assistit* ragazza ragazzo bimb* bambin* condomin* soci
        classe coinquilin* lui lei loro gli
    """,
    "told": """
        ho hai avevo avev* ieri scritto mandato detto fatto gia sono stato stata ero era risult* appena
        giorni settimana settimane mesi fa ricord* ramment* segnala*
    """,
    "slip": """
        sbagli* errore error* erroneam* spbagl* distrazion* equivoc* accident* involontar* scherzo
        tasto correttore t9 nipotino giocando giocava credevo pensavo premuto schiacciato
        cliccato pigiato
    """,
    "moved": """
        trasfer* traslo* cambiat* cambio abito abitiamo vivo vivere residente risied* torno tornat*
        venduto pensione ritorno
    """,
    "tired": """
        stuf* stanc* rotto rott* palle scatole coglioni noia noios* stress* sveglia* svegli* notte
        dormir* dormo trill* suon* drin troppi troppe troppo tropp* continuo fastid* spam pubblicita
        insopport* ansia
    """,
    "channel": """
        canale canali telegram facebook instagram link sito app newsletter
    """,
    "only": """
        solo soltanto solamente sola soli unicamente esclusivamente tranne eccetto
    """,
    "now": """
        ora adesso subito immediat* stasera stamani oggi domani ormai sempre definitiv* dora avanti poi
        immediatamente decorrenza effetto
    """,
    "also": """
        anche anch anke anco pure puro altresi
    """,
    "know": """
        sapere saper* saperlo sapello sape sapevo sapeva sanno so sa sapete saprei sappia corrente
        conosc*
    """,
    "here": """
        eccomi ecco presente convinto provo proviamo tocca stavolta magica volentieri ok okay si certo
    """,
    "dontcare": """
        importa frega fregare riguarda riguardan* interessava serviva servono accorgo menefreg*
        strafreg*
    """,
    "wants": """
        vorrebbe vuole vogliono vorrebbero vuol chiede chiedono preferirebbe pare sostiene
    """,
    "topic": """
        eventi evento sagre sagra feste mostre mostra meteo scuole scuola teatro fiere fiera sport
        mercatini spazzatura rifiuti strade alluvion* pioggia arno viabilita chiusur* deviazion* interruzion*
        ordinanze sospension* temporal* maltempo meteo piene neve ghiacci* iniziative scadenze traffico
    """,
    "stay": """
        resto restare rimanere rimango resta continuate continuo tengo tenere lascio* lasciare tenetevi
    """,
    "joined": """
        iscritto iscritta iscritti iscritte iscrittomi
    """,
    "thanks": """
        grazie ringraz* grz tnx complimenti brav* gentil* ricevuto bene perfetto
    """,
    "hello": """
        salve buongiorno buonasera buonanotte ciao hey saluti cordial* distinti spett* egreg* gent*
        preg* buon buona
    """,
    "law": """
        gdpr garante privacy art articolo regolamento diritto legge dati trattamento avvocato denunc*
        diffid* legali reclamo codice consenso opposiz* oppong*
    """,
    "saw": """
        manifest* volantin* cartell* locandin* foglio salvat* memorizzat* letto farmacia bar sportello
        dice dicono
    """,
    "back": """
        anzi ripens* invece pero ma aspetta aspettate scherzavo scherz*
    """,
}
