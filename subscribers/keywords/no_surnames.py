# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words that look like surnames and are none: other bodies, what one joins there, whom only stories tell of.

Behind a wish these say that it is for somewhere else ("Iscrizione. Anna Bini, corso Ceramica"), or isn't meant
("Iscrizione. Cordiali saluti, Pinocchio").
"""

from .word_lists import words

BODIES = words("""
    accademia acli admo agenzia aido aism alpini ambulatorio anpi arci arciconfraternita asd assicurazione
    assistenza astrofili atletica auser autoscuola azienda banca bersaglieri biblioteca bocciofila bootcamp
    caf camposcuola campus caritas cgil circolo cisl club cna coldiretti comitato compagnia comunita
    confartigianato confcommercio confesercenti confraternita conservatorio consorzio consulta contrada coop
    cooperativa corale croce crossfit crucis cus diocesi dopolavoro emergency enpa fanfara federazione fidas
    filarmonica fondazione gruppo hospice istituto legambiente libreria liceo lions lipu mister museo nucleo
    onlus oratorio orchestra ordine parrocchia patronato polisportiva presidio propositura pubblica rotary
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
NOBODIES = words("""
    archimede arlecchino asterix azzeccagarbugli babbo balanzone bambi barbablu barbie batman bean befana
    belzebu berlusconi biancaneve bonaparte bond bovary brontolo bros caio calimero cappuccetto cenerentola
    diabolik diavolo divago dracula dumbo eolo fantasma fantozzi fata filini frankenstein gambadilegno
    geppetto gesu godzilla grillo gufo hitler inesistente jekyll karenina lucifero lupin lupo maga mago
    mandrake mangiafuoco marziano mattarella meloni merlino minnie mortadella mussolini napoleone nerone
    nessuno obama obelix orco otelma pallino paperina paperino paperoga paperone pappagone pinco pinocchio
    pippi pippo pisolo pitagorico pluto pokemon polifemo puffo pulcinella putin quo ragno rambo sandokan
    satana sempronio shrek simpson spiderman stalin stranamore strega superman superpippo tarzan tizio
    topolino trump tutankhamon ufo uomo vampiro voldemort winnie zorro
""")
"""Nobody who lives here: "Rag. Ugo Fantozzi", "Mi chiamo Batman"."""
NO_SURNAMES = BODIES | ACTIVITIES | NOBODIES
