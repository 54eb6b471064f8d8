"""Judging what is kept: disk, copies, seal and register."""

from datetime import timedelta

from cascina_whatsapp.operations.backups import Backup
from cascina_whatsapp.operations.health import Folder
from cascina_whatsapp.presentation.checks import Finding, check, left_out, problem, warning, well
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence

from .installation import Installation
from .machine_facts import Register

NIGHTLY = timedelta(hours=36)
"""The time of what is done every night, and a night that was slow."""
BACKUP_IS_LATE = timedelta(hours=13)
"""One is made every four hours (deploy/systemd/): three in a row were not."""
RESTORED_WITHIN = timedelta(days=100)
"""A restore is tried every three months."""
TRY_ONE = "Prova un ripristino in una base di dati a parte (docs/operations.md, Trying them)."
GIGABYTE = 1_000_000_000
SCARCE, TOO_LITTLE = 2 * GIGABYTE, GIGABYTE // 2
"""Bytes on a disk: some weeks of attachments and log; then a day."""


@check("Disco", "folders", remedy="Fai posto, o allarga il disco: quando è pieno il servizio si ferma.")
def disk(here: Installation, folders: list[Folder]) -> Finding:
    """Judge whether the disk has room, and we may write."""
    shut = [folder.name for folder in folders if not folder.is_writable]
    if shut:
        return problem(
            f"non si può scrivere in {' e '.join(shut)}.", "Dai la cartella all'utente del servizio."
        )
    least = min(folders, key=lambda folder: folder.free)
    told = f"{least.free / GIGABYTE:.1f} GB liberi".replace(".", ",")
    if least.free < TOO_LITTLE:
        return problem(f"il disco è quasi pieno: {told} ({least.name}).")
    return warning(f"{told} ({least.name}).") if least.free < SCARCE else well(f"{told}.")


@check(
    "Copie",
    "backup",
    remedy="Attiva le copie (docs/operations.md, Making them): journalctl -u cascina-whatsapp-backup dice l'esito.",
)
def backup(here: Installation, last: Backup | None) -> Finding:
    """Judge whether there is a backup of this night, and somebody has tried to restore one."""
    if last is None:
        return warning("non risulta nessuna copia.")
    if not last.is_good:
        return problem(
            f"l'ultima non è riuscita; quella buona è stata fatta {in_a_sentence(last.at, here.now)}."
        )
    if not last.drill_is_good:
        return problem(
            "l'ultima prova di ripristino non è riuscita.",
            "Guarda che cosa ha scritto, e ripetila (docs/operations.md, Trying them).",
        )
    if here.now - last.at > BACKUP_IS_LATE:
        return problem(f"l'ultima copia è stata fatta {in_a_sentence(last.at, here.now)}.")
    if last.restored_at is None:
        return warning("la copia c'è, ma nessuno ha ancora provato a ripristinarne una.", TRY_ONE)
    if here.now - last.restored_at > RESTORED_WITHIN:
        told = in_a_sentence(last.restored_at, here.now)
        return warning(f"la copia c'è, ma l'ultima prova di ripristino è stata fatta {told}.", TRY_ONE)
    return well(f"fatta {in_a_sentence(last.at, here.now)}; il ripristino è stato provato.")


@check(
    "Attestato del registro",
    "register",
    remedy="Si fa da solo alle 3:30 se worker e beat sono accesi; con PROTOCOL_EMAILS va anche al protocollo.",
)
def seal(here: Installation, found: Register) -> Finding:
    """Judge whether the register was sealed this night, and the seal was sent away by e-mail."""
    if found.sealed_at is None:
        return warning("il registro non ha ancora un attestato.")
    if here.now - found.sealed_at > NIGHTLY:
        return problem(f"l'ultimo attestato è stato fatto {in_a_sentence(found.sealed_at, here.now)}.")
    if found.unsent:
        return warning(found.unsent, "Controlla la posta e PROTOCOL_EMAILS.")
    if not here.seals_are_sent:
        return warning("l'attestato c'è, ma resta in casa: manca PROTOCOL_EMAILS.")
    return well(f"fatto {in_a_sentence(found.sealed_at, here.now)}.")


@check(
    "Verifica del registro",
    "register",
    remedy="Non toccare nulla: avvisa l'RPD e tieni da parte l'ultimo attestato.",
)
def register(here: Installation, found: Register) -> Finding:
    """Register and trail were verified, and are whole."""
    if found.checked_at is None:
        return left_out("la prima verifica è stanotte.")
    if not found.is_clean:
        return problem("l'ultima verifica del registro o delle tracce ha trovato qualcosa.")
    if here.now - found.checked_at > NIGHTLY:
        return warning(f"l'ultima verifica è stata fatta {in_a_sentence(found.checked_at, here.now)}.")
    return well("registro e tracce sono integri.")
