"""The table of what goes when: every kind of data, how long it is kept, and what becomes of it then."""

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from broadcasts import hooks
from broadcasts.launching.drafts import drafting, trash
from broadcasts.models import Unmasking
from broadcasts.sending.privacy import retention as of_broadcasts
from cascina_whatsapp.accounts.models import AccountChange, Invitation
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.retention_rules import Rule, older_than
from cascina_whatsapp.security.trail import retention as of_trail
from cascina_whatsapp.security.trail.models import TrailCheck
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter
from subscribers import retention as of_subscribers
from subscribers.conversation import replies
from subscribers.models import CheckRequest, RegisterCheck, SeenMessage, Subscriber

from .models import RetentionRun, RightsRequest


def with_open_requests() -> QuerySet[Subscriber]:
    """People who have asked about their data and have no answer yet: nothing of theirs goes meanwhile."""
    requests = RightsRequest.objects.filter(status=RightsRequest.Status.OPEN)
    names = requests.exclude(pseudonym="").values("pseudonym")
    return Subscriber.objects.filter(
        Q(pk__in=requests.values("subscriber"))
        | Q(pk__in=requests.values("subscriber__merged_into"))
        | Q(phone_pseudonym__in=names)
        | Q(bsuid_pseudonym__in=names)
    )


RULES = (
    Rule(
        key="proof",
        label="Prova di iscrizione e cancellazione (persone)",
        setting="PROOF_YEARS",
        since="dall'ultima cancellazione",
        fate="pseudonimi, parole e risposte eliminati; gli eventi restano, senza più una persona",
        rows=lambda before: of_subscribers.gone(before, with_open_requests()),
        let_go=lambda before, now: of_subscribers.forget_gone(before, now, with_open_requests()),
    ),
    Rule(
        key="unconfirmed",
        label="Richieste di iscrizione mai confermate",
        since="dopo 24 ore dalla domanda; di giorno ogni dieci minuti",
        fate="pseudonimi, parole e domanda eliminati; gli eventi restano, senza più una persona",
        rows=lambda before: of_subscribers.unconfirmed(before, with_open_requests()),
        let_go=lambda before, now: of_subscribers.forget_unconfirmed(now, with_open_requests()),
    ),
    Rule(
        key="whatsapp-ids",
        label="Id WhatsApp delle consegne di chi si è cancellato",
        since="dopo la cancellazione",
        fate="svuotati",
        rows=of_broadcasts.telling_ids,
        let_go=of_broadcasts.blank_ids,
    ),
    Rule(
        key="deliveries",
        label="Singole consegne dei messaggi",
        setting="DELIVERIES_DAYS",
        since="dalla fine dell'invio",
        fate="eliminate; restano i totali per stato e per motivo",
        rows=of_broadcasts.old_deliveries,
        let_go=of_broadcasts.sum_up,
    ),
    Rule(
        key="earlier-contents",
        label="Testi di prima dei messaggi rimandati in bozza",
        since="dalla fine dell'invio",
        fate="svuotati",
        rows=of_broadcasts.earlier_contents,
        let_go=of_broadcasts.blank_contents,
    ),
    *hooks.RETENTION,
    Rule(
        key="open-drafts",
        label="Chi ha aperta una bozza per scriverci",
        since="dalla chiusura della pagina",
        rows=drafting.stale_marks,
    ),
    Rule(
        key="thrown-drafts",
        label="Bozze buttate",
        since="dopo 30 giorni, nei quali chi le ha scritte può riprenderle",
        fate="eliminate, con il loro allegato",
        rows=trash.over,
        let_go=lambda before, now: trash.delete(trash.over(before)),
    ),
    Rule(
        key="untouched-drafts",
        label="Bozze che nessuno ha mai toccato",
        since="dopo un giorno quelle vuote; dopo 30 le copie mai cambiate e le proposte che nessuno ha preso",
        fate="eliminate, con il loro allegato",
        rows=trash.untouched,
        let_go=lambda before, now: trash.delete(trash.untouched(before)),
    ),
    Rule(
        key="check-requests",
        label="Verifiche del registro chieste da una persona",
        setting="STAFF_LOG_MONTHS",
        since="dalla richiesta",
        fate="eliminate",
        rows=older_than(CheckRequest, "asked_at"),
    ),
    Rule(
        key="replies",
        label="Tracce delle risposte automatiche che non confermano nulla",
        setting="REPLIES_DAYS",
        since="dalla risposta",
        fate="eliminate",
        rows=replies.finished,
    ),
    Rule(
        key="seen-messages",
        label="Impronte dei messaggi già trattati",
        setting="REPLIES_DAYS",
        since="dal messaggio",
        fate="eliminate",
        rows=older_than(SeenMessage, "seen_at"),
    ),
    Rule(
        key="imports",
        label="Persone di elenchi caricati e mai confermati",
        setting="IMPORT_WAIT_DAYS",
        since="dal caricamento",
        fate="eliminate; resta che un elenco era stato caricato",
        rows=of_subscribers.expired_people,
        let_go=of_subscribers.expire_imports,
    ),
    Rule(
        key="export-files",
        label="File delle esportazioni del registro",
        setting="EXPORT_FILE_DAYS",
        since="dall'esportazione",
        fate="eliminati; resta chi ha esportato che cosa, e perché",
        rows=of_subscribers.old_export_files,
        let_go=of_subscribers.discard_files,
    ),
    Rule(
        key="register-checks",
        label="Esiti delle verifiche del registro",
        setting="STAFF_LOG_MONTHS",
        since="dalla verifica",
        rows=older_than(RegisterCheck, "finished_at"),
    ),
    Rule(
        key="dead-letters",
        label="Notifiche di WhatsApp da controllare",
        setting="SET_ASIDE_DAYS",
        since="dall'arrivo",
        fate="eliminate",
        rows=older_than(DeadLetter, "at"),
    ),
    Rule(
        key="rights-requests",
        label="Richieste sui dati già chiuse",
        setting="RIGHTS_YEARS",
        since="dalla chiusura",
        fate="eliminate",
        rows=lambda before: (
            RightsRequest.objects.exclude(status=RightsRequest.Status.OPEN)
            .exclude(kind=RightsRequest.Kind.RESTRICTION, subscriber__limited_since__isnull=False)
            .filter(closed_at__lt=before)
        ),
    ),
    Rule(
        key="trail",
        label="Tracce di ciò che fanno gli account",
        setting="STAFF_LOG_MONTHS",
        since="dall'azione",
        fate="eliminate; una traccia dice fino a quale",
        rows=of_trail.old,
        let_go=of_trail.cut,
    ),
    Rule(
        key="trail-checks",
        label="Esiti delle verifiche delle tracce",
        setting="STAFF_LOG_MONTHS",
        since="dalla verifica",
        rows=older_than(TrailCheck, "finished_at"),
    ),
    Rule(
        key="staff-log",
        label="Registro di ciò che fa il personale",
        setting="STAFF_LOG_MONTHS",
        since="dall'azione",
        fate="eliminato",
        rows=older_than(LogEntry, "action_time"),
    ),
    Rule(
        key="unmaskings",
        label="Chi ha visto un numero in chiaro",
        setting="STAFF_LOG_MONTHS",
        since="da quando lo ha visto",
        rows=older_than(Unmasking, "at"),
    ),
    Rule(
        key="account-changes",
        label="Cambi di account chiesti, approvati o rifiutati",
        setting="STAFF_LOG_MONTHS",
        since="dalla richiesta",
        rows=older_than(AccountChange, "asked_at"),
    ),
    Rule(
        key="invitations",
        label="Inviti mandati al personale",
        setting="STAFF_LOG_MONTHS",
        since="dall'invio",
        rows=older_than(Invitation, "sent_at"),
    ),
    Rule(
        key="staff-notices",
        label="Novità dette al personale",
        setting="STAFF_NOTICES_DAYS",
        since="da quando sono state dette",
        fate="eliminate",
        rows=older_than(StaffNotice, "at"),
    ),
    Rule(
        key="sessions",
        label="Sessioni scadute del personale",
        since="dopo la scadenza",
        fate="eliminate",
        rows=older_than(Session, "expire_date"),
    ),
    Rule(
        key="retention-runs",
        label="Resoconti di queste pulizie",
        setting="STAFF_LOG_MONTHS",
        since="dalla pulizia",
        rows=older_than(RetentionRun, "started_at"),
    ),
)
"""The rules, in the order of the night: who is forgotten leaves deliveries, which give up their ids next."""
