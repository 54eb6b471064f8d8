"""Romanian: a draft, to be read by somebody who grew up with it."""

from subscribers.rules.languages import Language

TITLES = {
    "Scegli argomenti": "Alege temele",
    "Scegli ancora": "Alege din nou",
    "Annulla": "Înapoi",
    "Annulla iscrizione": "Dezabonare",
    "Iscrizione": "Abonare",
    "Cancellazione": "Dezabonare",
    "Contattare l'Urp": "Contactează Urp",
    "Sì, iscrivimi": "Da, abonează-mă",
    "Sì, cancellami": "Da, dezabonează-mă",
    "Sì, continua": "Da, continuă",
    "No": "Nu",
    "No, grazie": "Nu, mulțumesc",
}
LANGUAGE = Language(
    code="ro",
    name="Română",
    in_use=True,
    joins=("Abonare", "Înscriere", "Vreau să mă abonez", "Vreau să mă înscriu"),
    leaves=("Dezabonare", "Vreau să mă dezabonez", "Nu mai vreau mesaje", "Nu-mi mai scrieți"),
    chooses=("Română", "Românește", "Limba română"),
    courtesies=("mulțumesc", "vă rog", "te rog", "bună ziua", "bună seara", "bună", "salut", "eu"),
    others=("mesaje", "mesajele", "vreau", "ajutor"),
    titles=TITLES,
)
WORDINGS = {
    "optin_confirm": (
        "Abonarea ta este activă. De acum primești aici știrile de la Comune di Cascina, în italiană: servicii, "
        "termene, circulație, alerte, evenimente și cultură.\n\n"
        "Serviciul este gratuit. Scriem în orele de program; alertele pot sosi la orice oră.\n\n"
        "Ca să recitești ultimele știri scrie *Notizie*. Ca să nu mai primești mesaje, oricând, scrie *Dezabonare* "
        "sau *Cancellazione*.\n\n"
        "Folosim doar numărul tău de telefon, ca să îți trimitem aceste mesaje. Ceilalți abonați nu îl văd. "
        "Informarea privind datele: {privacy_url}\n\n"
        "Salvează acest număr ca să ne recunoști. Aici nu răspundem la întrebări: sună gratuit la {numero_verde} "
        "sau "
        "vezi {sito}."
    ),
    "optin_already": (
        "Ești abonat din {data_iscrizione}: nu trebuie să faci nimic altceva.\n\n"
        "Ca să alegi ce primești scrie *Argomenti*. Ca să nu mai primești mesaje scrie *Dezabonare* sau "
        "*Cancellazione*."
    ),
    "optin_prompt": (
        "Vrei să primești pe WhatsApp știrile de la Comune di Cascina? Sunt în italiană.\n\n"
        "Vom folosi doar numărul tău de telefon, ca să îți trimitem aceste mesaje. Poți renunța oricând scriind "
        "*Dezabonare* sau *Cancellazione*. Informarea privind datele: {privacy_url}"
    ),
    "optin_prompt_declined": (
        "Bine, nu te abonăm și nu păstrăm numărul tău. Dacă te răzgândești scrie *Abonare* sau *Iscrizione*."
    ),
    "number_changed": (
        "WhatsApp ne spune că numărul tău, sau profilul tău, s-a schimbat. Vrei să primești în continuare aici "
        "știrile de la Comune di Cascina? Până nu răspunzi nu îți trimitem nimic.\n\n"
        "Poți renunța oricând scriind *Dezabonare* sau *Cancellazione*. Informarea privind datele: {privacy_url}"
    ),
    "optout_confirm": (
        "Gata: nu vei mai primi mesaje de la Comune di Cascina pe WhatsApp. Am scos numărul tău din listă.\n\n"
        "Dacă un mesaj era deja pe drum, poate ajunge în minutele următoare.\n\n"
        "Păstrăm doar dovada abonării și a dezabonării, fără numărul vizibil, pentru că trebuie să o putem arăta "
        "(timp de: {durata_prova}). Informarea privind datele: {privacy_url}\n\n"
        "Dacă te răzgândești scrie *Abonare* sau *Iscrizione*."
    ),
    "optout_not_subscribed": (
        "Numărul tău nu este abonat: nu primești mesaje de la serviciul nostru.\n\n"
        "Ca să primești știrile de la Comune di Cascina scrie *Abonare* sau *Iscrizione*."
    ),
    "not_subscribed": "Numărul tău nu este abonat: înainte de a alege temele scrie *Abonare* sau *Iscrizione*.",
    "ambiguous": (
        "Nu am înțeles dacă vrei să te abonezi sau să te dezabonezi. Alege mai jos: până nu alegi, nu se schimbă "
        "nimic."
    ),
    "join_question": (
        "Vrei să te abonezi și să primești pe WhatsApp știrile de la Comune di Cascina? Sunt în italiană. Până nu "
        "răspunzi, nu se schimbă nimic.\n\n"
        "Vom folosi doar numărul tău de telefon, ca să îți trimitem aceste mesaje. Poți renunța oricând scriind "
        "*Dezabonare* sau *Cancellazione*. Informarea privind datele: {privacy_url}\n\n"
        "Pentru orice altceva sună gratuit la {numero_verde}."
    ),
    "leave_question": (
        "Vrei să te dezabonezi și să nu mai primești mesaje de la Comune di Cascina pe WhatsApp? Până nu răspunzi, "
        "nu se schimbă nimic.\n\n"
        "Pentru orice altceva sună gratuit la {numero_verde}."
    ),
    "third_person": (
        "Se poate abona doar cine folosește numărul: de pe telefonul său ajunge să scrie *Abonare* sau *Iscrizione* "
        "la acest contact. Nu păstrăm ce ai scris."
    ),
    "topics_saved": (
        "{argomenti_cambiati} Acum primești: {argomenti_attivi}.\n\n"
        "Ca să nu mai primești niciun mesaj scrie *Dezabonare* sau *Cancellazione*."
    ),
    "topics_list": (
        "Acum primești: {argomenti_attivi}.\n\n"
        "În listă, cu o atingere scoți o temă pe care o primești sau adaugi una pe care nu o primești. Poți schimba "
        "oricând scriind *Argomenti*."
    ),
    "my_data": (
        "Acestea sunt datele pe care le avem despre tine:\n"
        "• număr: {numero_mascherato}\n"
        '• abonat din {data_iscrizione}, cu mesajul "{parola_ricevuta}"\n'
        "• informarea din acea zi: versiunea {versione_informativa}\n"
        "• teme: {argomenti_attivi}\n"
        "• limba răspunsurilor: {lingua}\n"
        "• mesaje trimise în ultimele 90 de zile: {messaggi_90}\n\n"
        "Nu avem numele tău și nu păstrăm conversațiile tale.\n\n"
        "Pentru o copie completă, pentru a corecta sau șterge datele scrie la {contatto_privacy}: răspundem într-o "
        "lună. Ca să nu mai primești mesaje scrie *Dezabonare* sau *Cancellazione*. Informarea privind datele: "
        "{privacy_url}"
    ),
    "my_data_none": (
        "Numărul tău nu este abonat. Dacă te-ai dezabonat în trecut putem avea doar dovada abonării și a "
        "dezabonării, "
        "fără numărul vizibil (timp de: {durata_prova}).\n\n"
        "Pentru mai multe scrie la {contatto_privacy}: răspundem într-o lună."
    ),
    "rights_received": (
        "Am anulat abonarea ta și am primit cererea de a șterge datele tale (numărul {protocollo_richiesta}). "
        "Răspundem într-o lună. Contact: {contatto_privacy}"
    ),
    "privacy": (
        "Folosim doar numărul tău de telefon, ca să îți trimitem știrile de la Comune di Cascina. Informarea "
        "privind "
        "datele: {privacy_url}\n\n"
        "Ca să știi ce date avem despre tine scrie *I miei dati*. Ca să nu mai primești mesaje scrie *Dezabonare* "
        "sau "
        "*Cancellazione*."
    ),
    "help": (
        "Poți scrie:\n"
        "*Abonare* sau *Iscrizione* ca să primești știrile\n"
        "*Dezabonare* sau *Cancellazione* ca să nu le mai primești\n"
        "*Notizie* ca să citești ultimele trei\n"
        "*Argomenti* ca să alegi ce primești\n"
        "*I miei dati* ca să știi ce date avem\n"
        "*Italiano* ca să îți răspundem în italiană\n\n"
        "Pentru orice altceva: numărul gratuit {numero_verde} și {sito}. Pentru urgențe sună la 112."
    ),
    "language_chosen": (
        "De acum îți răspundem în română. Știrile de la Comune di Cascina sunt trimise în italiană.\n\n"
        "Ca să revii la italiană scrie *Italiano*."
    ),
    "language_once": (
        "Îți răspundem în română. Ca să primești știrile de la Comune di Cascina, care sunt în italiană, scrie "
        "*Abonare* sau *Iscrizione*. Până nu ești abonat nu ținem minte limba ta."
    ),
    "emergency": "Pentru urgențe sună imediat la 112: aici nimeni nu citește mesajele și nu te putem ajuta.",
    "unknown": (
        "Acest număr trimite știrile de la Comune di Cascina: aici nu putem răspunde la întrebări și cereri, și nu "
        "păstrăm ce scrii.\n\n"
        "Poți contacta:\n"
        "• numărul gratuit {numero_verde}\n"
        "• biroul pentru public (Urp): {urp_contatti}\n"
        "• celelalte birouri, pe {sito}\n\n"
        "Pentru urgențe sună la 112.\n\n"
        "Ca să primești știrile scrie *Abonare* sau *Iscrizione*. Ca să nu le mai primești scrie *Dezabonare* sau "
        "*Cancellazione*."
    ),
    "unknown_out_of_hours": (
        "Acest număr trimite știrile de la Comune di Cascina: aici nu putem răspunde, și nu păstrăm ce scrii.\n\n"
        "Biroul pentru public (Urp) este acum închis. Se deschide: {prossima_apertura}. Atunci poți suna la numărul "
        "gratuit {numero_verde}. Găsești serviciile și contactele oricând pe {sito}.\n\n"
        "Pentru urgențe sună la 112."
    ),
    "media_received": (
        "Am primit un fișier, dar nu îl deschidem și nu îl păstrăm. Pentru cereri sună la numărul gratuit "
        "{numero_verde} sau vezi {sito}.\n\n"
        "Nu trimite aici documente sau date personale."
    ),
}
