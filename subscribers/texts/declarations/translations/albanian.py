"""Albanian: a draft, to be read by somebody who grew up with it."""

from subscribers.rules.languages import Language

TITLES = {
    "Scegli argomenti": "Zgjidh temat",
    "Scegli ancora": "Zgjidh përsëri",
    "Annulla": "Kthehu pas",
    "Annulla iscrizione": "Anulo regjistrimin",
    "Iscrizione": "Regjistrim",
    "Cancellazione": "Anulim",
    "Contattare l'Urp": "Kontakto Urp",
    "Sì, iscrivimi": "Po, më regjistro",
    "Sì, cancellami": "Po, më hiq",
    "Sì, continua": "Po, vazhdo",
    "No": "Jo",
    "No, grazie": "Jo, faleminderit",
}
LANGUAGE = Language(
    code="sq",
    name="Shqip",
    in_use=True,
    joins=("Regjistrim", "Regjistrohem", "Dua të regjistrohem"),
    leaves=("Anulim", "Dua të anulohem", "Më hiqni", "Nuk dua më mesazhe", "Mos më shkruani më"),
    chooses=("Shqip", "Gjuha shqipe"),
    courtesies=("faleminderit", "ju lutem", "përshëndetje", "tungjatjeta", "mirëdita", "mirëmbrëma", "unë"),
    others=("mesazhe", "mesazhet", "njoftime", "ndihmë"),
    titles=TITLES,
)
WORDINGS = {
    "optin_confirm": (
        "Regjistrimi juaj është aktiv. Tani e tutje merrni këtu lajmet e Comune di Cascina, në italisht: shërbime, "
        "afate, rrugë, alarme, ngjarje dhe kulturë.\n\n"
        "Shërbimi është falas. Shkruajmë në orarin e zyrës; alarmet mund të vijnë në çdo orë.\n\n"
        "Për t'i rilexuar lajmet e fundit shkruani *Notizie*. Për të mos marrë më mesazhe, në çdo kohë, shkruani "
        "*Anulim* ose *Cancellazione*.\n\n"
        "Përdorim vetëm numrin tuaj të telefonit, për t'ju dërguar këto mesazhe. Të tjerët nuk e shohin. "
        "Informacioni "
        "për të dhënat: {privacy_url}\n\n"
        "Ruajeni këtë numër që të na njihni. Këtu nuk u përgjigjemi pyetjeve: telefononi falas {numero_verde} ose "
        "shihni {sito}."
    ),
    "optin_already": (
        "Jeni i regjistruar që nga {data_iscrizione}: nuk duhet të bëni asgjë tjetër.\n\n"
        "Për të zgjedhur çfarë merrni shkruani *Argomenti*. Për të mos marrë më mesazhe shkruani *Anulim* ose "
        "*Cancellazione*."
    ),
    "optin_prompt": (
        "Dëshironi të merrni në WhatsApp lajmet e Comune di Cascina? Janë në italisht.\n\n"
        "Do të përdorim vetëm numrin tuaj të telefonit, për t'ju dërguar këto mesazhe. Mund të largoheni kur të "
        "doni "
        "duke shkruar *Anulim* ose *Cancellazione*. Informacioni për të dhënat: {privacy_url}"
    ),
    "optin_prompt_declined": (
        "Në rregull, nuk ju regjistrojmë dhe nuk e ruajmë numrin tuaj. Nëse ndryshoni mendje shkruani *Regjistrim* "
        "ose *Iscrizione*."
    ),
    "number_changed": (
        "WhatsApp na thotë se numri juaj, ose profili juaj, ka ndryshuar. Dëshironi të vazhdoni të merrni këtu "
        "lajmet "
        "e Comune di Cascina? Derisa të përgjigjeni nuk ju dërgojmë asgjë.\n\n"
        "Mund të largoheni kur të doni duke shkruar *Anulim* ose *Cancellazione*. Informacioni për të dhënat: "
        "{privacy_url}"
    ),
    "optout_confirm": (
        "U bë: nuk do të merrni më mesazhe nga Comune di Cascina në WhatsApp. E hoqëm numrin tuaj nga lista.\n\n"
        "Nëse një mesazh ishte duke u nisur, mund t'ju vijë në minutat e ardhshme.\n\n"
        "Ruajmë vetëm provën e regjistrimit dhe të anulimit, pa numrin e dukshëm, sepse duhet të mund ta tregojmë "
        "(për: {durata_prova}). Informacioni për të dhënat: {privacy_url}\n\n"
        "Nëse ndryshoni mendje shkruani *Regjistrim* ose *Iscrizione*."
    ),
    "optout_not_subscribed": (
        "Numri juaj nuk është i regjistruar: nuk merrni mesazhe nga shërbimi ynë.\n\n"
        "Për të marrë lajmet e Comune di Cascina shkruani *Regjistrim* ose *Iscrizione*."
    ),
    "not_subscribed": (
        "Numri juaj nuk është i regjistruar: para se të zgjidhni temat shkruani *Regjistrim* ose *Iscrizione*."
    ),
    "ambiguous": (
        "Nuk kuptuam nëse dëshironi të regjistroheni apo të largoheni. Zgjidhni më poshtë: derisa të zgjidhni, "
        "asgjë nuk ndryshon."
    ),
    "join_question": (
        "Dëshironi të regjistroheni dhe të merrni në WhatsApp lajmet e Comune di Cascina? Janë në italisht. Derisa "
        "të përgjigjeni, asgjë nuk ndryshon.\n\n"
        "Do të përdorim vetëm numrin tuaj të telefonit, për t'ju dërguar këto mesazhe. Mund të largoheni kur të "
        "doni duke shkruar *Anulim* ose *Cancellazione*. Informacioni për të dhënat: {privacy_url}\n\n"
        "Për çdo gjë tjetër telefononi falas {numero_verde}."
    ),
    "leave_question": (
        "Dëshironi të largoheni dhe të mos merrni më mesazhe nga Comune di Cascina në WhatsApp? Derisa të "
        "përgjigjeni, asgjë nuk ndryshon.\n\n"
        "Për çdo gjë tjetër telefononi falas {numero_verde}."
    ),
    "third_person": (
        "Mund të regjistrohet vetëm kush e përdor numrin: nga telefoni i tij mjafton të shkruajë *Regjistrim* ose "
        "*Iscrizione* këtu. Atë që shkruat nuk e ruajmë."
    ),
    "topics_saved": (
        "{argomenti_cambiati} Tani merrni: {argomenti_attivi}.\n\n"
        "Për të mos marrë më asnjë mesazh shkruani *Anulim* ose *Cancellazione*."
    ),
    "topics_list": (
        "Tani merrni: {argomenti_attivi}.\n\n"
        "Në listë, me një prekje hiqni një temë që e merrni ose shtoni një që nuk e merrni. Mund ta ndryshoni kur "
        "të "
        "doni duke shkruar *Argomenti*."
    ),
    "my_data": (
        "Këto janë të dhënat që kemi për ju:\n"
        "• numri: {numero_mascherato}\n"
        '• i regjistruar që nga {data_iscrizione}, me mesazhin "{parola_ricevuta}"\n'
        "• informacioni i asaj dite: versioni {versione_informativa}\n"
        "• temat: {argomenti_attivi}\n"
        "• gjuha e përgjigjeve: {lingua}\n"
        "• mesazhe të dërguara në 90 ditët e fundit: {messaggi_90}\n\n"
        "Nuk e kemi emrin tuaj dhe nuk i ruajmë bisedat tuaja.\n\n"
        "Për një kopje të plotë, për të korrigjuar ose fshirë të dhënat shkruani te {contatto_privacy}: përgjigjemi "
        "brenda një muaji. Për të mos marrë më mesazhe shkruani *Anulim* ose *Cancellazione*. Informacioni për të "
        "dhënat: {privacy_url}"
    ),
    "my_data_none": (
        "Numri juaj nuk është i regjistruar. Nëse jeni larguar më parë mund të kemi vetëm provën e regjistrimit "
        "dhe të "
        "anulimit, pa numrin e dukshëm (për: {durata_prova}).\n\n"
        "Për më shumë shkruani te {contatto_privacy}: përgjigjemi brenda një muaji."
    ),
    "rights_received": (
        "E anuluam regjistrimin tuaj dhe morëm kërkesën për t'i fshirë të dhënat tuaja (numri "
        "{protocollo_richiesta}). Përgjigjemi brenda një muaji. Kontakti: {contatto_privacy}"
    ),
    "privacy": (
        "Përdorim vetëm numrin tuaj të telefonit, për t'ju dërguar lajmet e Comune di Cascina. Informacioni për të "
        "dhënat: {privacy_url}\n\n"
        "Për të ditur çfarë të dhënash kemi për ju shkruani *I miei dati*. Për të mos marrë më mesazhe shkruani "
        "*Anulim* ose *Cancellazione*."
    ),
    "help": (
        "Mund të shkruani:\n"
        "*Regjistrim* ose *Iscrizione* për të marrë lajmet\n"
        "*Anulim* ose *Cancellazione* për të mos marrë më mesazhe\n"
        "*Notizie* për të lexuar tre lajmet e fundit\n"
        "*Argomenti* për të zgjedhur çfarë merrni\n"
        "*I miei dati* për të ditur çfarë të dhënash kemi\n"
        "*Italiano* për t'ju përgjigjur në italisht\n\n"
        "Për çdo gjë tjetër: numri falas {numero_verde} dhe {sito}. Në raste urgjente telefononi 112."
    ),
    "language_chosen": (
        "Tani e tutje ju përgjigjemi në shqip. Lajmet e Comune di Cascina dërgohen në italisht.\n\n"
        "Për t'u kthyer në italisht shkruani *Italiano*."
    ),
    "language_once": (
        "Ju përgjigjemi në shqip. Për të marrë lajmet e Comune di Cascina, që janë në italisht, shkruani "
        "*Regjistrim* "
        "ose *Iscrizione*. Derisa të regjistroheni nuk e mbajmë mend gjuhën tuaj."
    ),
    "emergency": (
        "Në raste urgjente telefononi menjëherë 112: këtu askush nuk i lexon mesazhet dhe nuk mund t'ju ndihmojmë."
    ),
    "unknown": (
        "Ky numër dërgon lajmet e Comune di Cascina: këtu nuk mund t'u përgjigjemi pyetjeve dhe kërkesave, dhe "
        "nuk e "
        "ruajmë atë që shkruani.\n\n"
        "Mund të kontaktoni:\n"
        "• numrin falas {numero_verde}\n"
        "• zyrën për publikun (Urp): {urp_contatti}\n"
        "• zyrat e tjera, në {sito}\n\n"
        "Në raste urgjente telefononi 112.\n\n"
        "Për të marrë lajmet shkruani *Regjistrim* ose *Iscrizione*. Për të mos marrë më mesazhe shkruani *Anulim* "
        "ose *Cancellazione*."
    ),
    "unknown_out_of_hours": (
        "Ky numër dërgon lajmet e Comune di Cascina: këtu nuk mund të përgjigjemi, dhe nuk e ruajmë atë që "
        "shkruani.\n\n"
        "Zyra për publikun (Urp) tani është e mbyllur. Hapet: {prossima_apertura}. Atëherë mund të telefononi "
        "numrin "
        "falas {numero_verde}. Shërbimet dhe kontaktet janë gjithmonë në {sito}.\n\n"
        "Në raste urgjente telefononi 112."
    ),
    "media_received": (
        "Morëm një skedar, por nuk e hapim dhe nuk e ruajmë. Për kërkesa telefononi numrin falas {numero_verde} ose "
        "shihni {sito}.\n\n"
        "Mos dërgoni këtu dokumente ose të dhëna personale."
    ),
}
