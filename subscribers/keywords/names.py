# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Common Italian names: how "Iscrizione Mario Rossi" is told from "Iscrizione ping pong".

Names that are also another word (Marina, Viola, Domenica) are left out.
"""

from .tables import words

FIRST_NAMES = words("""
    mario maria giuseppe giovanni antonio francesco francesca luigi luca marco matteo andrea
    alessandro alessandra stefano stefania roberto roberta paolo paola laura anna elena sara giulia
    chiara martina valentina silvia simone simona lorenzo leonardo riccardo davide daniele daniela
    federico federica giorgio giorgia alberto alberta claudio claudia carlo carla franco giancarlo
    piero pietro massimo maurizio sergio bruno bruna enrico enrica filippo gabriele gabriella giacomo
    gianni gino guido ivano jacopo lucia luciano luciana manuela manuele marcello mauro michele
    michela monica nicola niccolo patrizia raffaele renato rita rosanna rossella samuele sandra sandro
    serena sonia teresa tommaso ugo valerio vincenzo walter alessia alessio angela angelo antonella
    barbara beatrice camilla caterina cinzia cristina cristiano debora donatella edoardo eleonora
    elisa elisabetta emanuele emma ernesto fabio fabrizio fernando gianluca gianna giovanna giuliana
    giuliano ilaria irene ivana katia lina lisa lorella loredana luisa marta mirella nadia ornella
    pamela pierluigi rossana silvana silvano tiziana tiziano veronica
""")
SURNAMES = words("""
    rossi bianchi ferrari russo esposito romano ricci marino greco conti gallo bruni mancini costa
    giordano rizzo lombardi moretti barbieri fontana santoro mariani rinaldi caruso ferrara galli
    martini leone longo gentile martinelli vitale lombardo serra coppola desantis marchetti parisi
    villa conte ferraro ferri fabbri bianco marini grasso valentini messina sala gatti pellegrini
    palumbo sanna farina rizzi monti cattaneo morelli amato silvestri mazza testa grassi pellegrino
    carbone giuliani benedetti barone orlando damico palmieri bernardi martino fiore baroni pucci
    nardi bertini bini lupi ceccarelli cei guerrini meini barsotti giusti landi neri casini volpi
""")
NAMESAKES = words("""
    alfieri alighieri ausiliatrice borsellino calvino carducci colombo einaudi falcone fermi frank
    galilei garibaldi gramsci leopardi manzoni marconi matteotti mazzini montessori moro pascoli
    pertini petrarca pirandello puccini rodari vinci verdi vespucci
""")
"""Schools and streets bear these: "Iscrizione Maria Montessori"."""
