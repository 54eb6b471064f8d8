#!/usr/bin/env bash
# Saves the database and the attachments, encrypted for who has the identity (age), and lets old backups go.
# Not the keys of the service: they never lie beside a backup (docs/operations.md, The keys).
# Settings: backup.env.example. Run by cascina-whatsapp-backup.timer, or by hand as the service's user.
set -euo pipefail
umask 077
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ -n "${SCRATCH_URL:-}" ] || exec "${PYTHON:-$HERE/../../.venv/bin/python}" "$HERE/with_settings.py" "$0" "$@"
# shellcheck source=common.sh
. "$HERE/common.sh"

: "${BACKUP_RECIPIENTS:=/etc/cascina-whatsapp/backup-recipients}"
: "${KEEP_DAYS:=7}" "${KEEP_WEEKS:=4}" "${KEEP_MONTHS:=3}" "${COPY_COMMAND:=}"
NAME=$(date -u +%Y-%m-%dT%H-%M-%SZ)
PART=$BACKUP_DIR/$NAME.part

main() {
  trap ended EXIT
  require age pg_dump psql sha256sum
  [ -s "$BACKUP_RECIPIENTS" ] || fail "Manca la chiave pubblica per cifrare le copie: $BACKUP_RECIPIENTS"
  rm -rf "$BACKUP_DIR"/*.part
  mkdir -p "$PART"
  hold_snapshot
  count_rows "$PGDATABASE" "SET TRANSACTION SNAPSHOT '$SNAPSHOT';" >"$PART/$ROWS_FILE"
  pg_dump --format=custom --snapshot="$SNAPSHOT" | encrypt >"$PART/$DATABASE_FILE"
  # After the database: each attachment that it names is there, or was let go of since.
  mkdir -p "$MEDIA_ROOT"
  tar --create --directory "$MEDIA_ROOT" --warning=no-file-changed --ignore-failed-read --exclude=./made . | encrypt >"$PART/$MEDIA_FILE"
  (cd "$PART" && sha256sum "$ROWS_FILE" "$DATABASE_FILE" "$MEDIA_FILE" >"$SUMS_FILE")
  sync -f "$PART"
  mv "$PART" "$BACKUP_DIR/$NAME"
  "$PYTHON" "$HERE/rotation.py" "$BACKUP_DIR" "$KEEP_DAYS" "$KEEP_WEEKS" "$KEEP_MONTHS"
  copy_elsewhere
}

# What is counted and what is saved is the database of the same instant: the transaction stays open until the end.
hold_snapshot() {
  coproc HOLDER { psql --no-psqlrc -qAt; }
  printf 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SELECT pg_export_snapshot();\n' >&"${HOLDER[1]}"
  read -r -t 60 SNAPSHOT <&"${HOLDER[0]}" || fail "La base di dati non risponde."
}

encrypt() { age --encrypt --recipients-file "$BACKUP_RECIPIENTS"; }

copy_elsewhere() {
  [ -z "$COPY_COMMAND" ] || "$COPY_COMMAND" "$BACKUP_DIR/$NAME" || fail "La copia è fatta, ma non è arrivata altrove."
}

ended() {
  local code=$?
  [ $code = 0 ] || PROBLEM=${PROBLEM:-La copia non è riuscita.}
  rm -rf "$PART"
  note backup "$BACKUP_DIR/$NAME/$ROWS_FILE"
  [ $code != 0 ] || say "Copia fatta: $BACKUP_DIR/$NAME"
}

main
