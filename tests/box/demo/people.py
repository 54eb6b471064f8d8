"""The staff of the demo, by whose names and password one signs in; how many citizens it has."""

SUBSCRIBERS = 500
PASSWORD = "cascina-demo-2026"
STAFF = {
    "redazione": ("Redattore", "Rita", "Redazione"),
    "approva": ("Approvatore", "Aldo", "Approva"),
    "revisore": ("Revisore", "Rosa", "Revisore"),
    "rpd": ("RPD", "Vera", "Protezione Dati"),
    "segretario": ("Autorizzatore elettorale", "Silvia", "Segretario Generale"),
    "sistema": ("Amministratore di sistema", "Sara", "Sistema"),
}
