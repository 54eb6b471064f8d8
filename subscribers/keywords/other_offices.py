"""The words of other offices' business: beside one of them, joining and leaving are not about this service."""

from .word_lists import words

OTHER_OFFICES = words("""
    palestra palestre rendez termin cita takim takimin programare programarea wizyta wizyte визит визита
    запись врачу врача школу школе школа садок садике ecole ecoles maternelle cantine piscine schule schulen
    kindergarten kurs school nursery swimming football gym library escuela colegio gimnasio piscina escola creche
    scoala gradinita cursul shkolle shkolla kopsht szkoly szkola przedszkola przedszkole المدرسة مدرسة موعدي موعد
    certificat certificado certificate zertifikat formular formulaire form refund
    nido nidi asilo asili mensa mense doposcuola prescuola scuolabus pulmino alunno alunni studenti
    classe maestra primaria infanzia elementare elementari medie liceo superiori materna trasporto bus
    autobus pullman preiscrizione tari imu tasi ici irpef isee cosap canone tassa tasse tributo
    tributi cartella cartelle debito debiti credito mutuo prestito ruolo rata rate bolletta bollette
    pagamento rimborso aire cie spid ztl multa multe verbale verbali fermo bollo auto macchina veicolo
    targa moto patente passaporto carta identita tessera documento atto atti nascita morte funerale
    loculo lampada votiva cimitero albo albi registro gara gare bando bandi concorso concorsi corso
    corsi laboratorio laboratori torneo tornei trofeo memorial gita gite palio centro centri estivo
    estivi camp campi campo grest ludoteca evento mercatino mercato mercati fiera fiere sagra festa
    feste maratona camminata podistica danza ballo yoga teatro musica nuoto ginnastica calcio sport
    coro volontari volontariato civile militare partito sindacato ordine camera commercio inps inail
    asl usl medico medici pediatra visita visite vaccino vaccini esame esami ospedale cup volo treno
    biglietto biglietti hotel telegram facebook instagram acqua luce gas contratto antenna strada
    strade buca buche zona zone sosta stalli strisce lavori cantiere cane cani gatto gatti canile
    rifiuti spazzatura cassonetto cassonetti cestino alberi albero potatura scritte scritta muro muri
    facciata chiesa lapide tomba latina condominio casa case alloggio erp affitto contributo
    contributi bonus assegno pensione reddito notaio casellario protesti crif rischi pegno fallimento
    sanzione sanzioni ricorso pratica pratiche domanda modulo moduli modulistica sinistro attesa
    pallavolo calcetto pedibus piedibus bicibus avis misericordia loco proloco caccia lettura scout
    youtube civica fornitori operatori idrico taxi hobbisti carrabile testamento fascicolo pagopa
    irreperibilita pra concerto concerti spettacolo spettacoli treni sala delega amministratore
    incarico cittadinanza curiosita dubbio refezione carnevale passeggiata orti fibra quota certificato
    iva protesto allarme eredita catechismo collocamento mostra delibera luminarie fogna fogne
    elettorale elettorali seggio scrutatori scrutatore giudici popolari santa san via piazza semaforo
    pilates zumba tango tennis padel judo karate basket scherma acquagym
    lampione lampioni punti istituto servizi gruppi turno ricetta polizza
    appointment tombola nozze vacanza vacanze lotteria
""")
OTHER_OFFICE_BEGINNINGS = tuple(
    words("""
    scuol scolast univers anagraf residenz catast bibliotec piscin associazion graduatori
    parchegg prenotaz appuntament matrimon tribunal ipotec pignorament monument prestit abbonament
""")
)
