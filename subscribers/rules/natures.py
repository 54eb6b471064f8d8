"""The nature of a message: a notice, or an invitation. The words of the screens, with a sentence for each.

WhatsApp asks more than twice as much for an invitation, and punishes one that leaves as a notice: then all notices
cost as much, and for 7 days, the second time for 30, no new template for notices is taken (Meta, categories).
"""

NATURES = {False: "Avviso", True: "Invito"}
"""The names of the two natures: whether it is an invitation → how people call it."""
MEANINGS = {
    False: "dice che cosa succede o che cosa fare: strade, scadenze, allerte, servizi.",
    True: "propone di partecipare: eventi, mostre, corsi, iniziative. Costa più del doppio.",
}
CHOICES = [(is_invitation, f"{word}: {MEANINGS[is_invitation]}") for is_invitation, word in NATURES.items()]
"""The choices of a form: both natures, explained."""
