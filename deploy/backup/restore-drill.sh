#!/usr/bin/env bash
# Restores a backup into a database of its own, and tells whether it would save us: is it whole, do the keys of the
# service fit, are register and trail as they were written, is every row there? Then the database is dropped.
#
#   restore-drill.sh IDENTITY [BACKUP]      the last backup of BACKUP_DIR unless told
#
# IDENTITY is the secret half of the backup's key: bring it on a stick, and take it away again.
set -euo pipefail
umask 077
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ -n "${SCRATCH_URL:-}" ] || exec "${PYTHON:-$HERE/../../.venv/bin/python}" "$HERE/with_settings.py" "$0" "$@"
# shellcheck source=common.sh
. "$HERE/common.sh"

# shellcheck disable=SC2034 # common.sh decrypts with it
IDENTITY=${1:?Manca il file con la chiave segreta delle copie}
MADE=

main() {
  trap ended EXIT
  require age pg_restore psql createdb dropdb sha256sum
  FOLDER=${2:-$(latest)}
  [ -n "$FOLDER" ] || fail "In $BACKUP_DIR non c'è nessuna copia."
  say "Provo la copia $(basename "$FOLDER")"
  require_whole "$FOLDER"
  dropdb --if-exists "$SCRATCH"
  createdb "$SCRATCH" || fail "Non posso creare $SCRATCH: runuser -u postgres -- psql -c 'ALTER ROLE ${PGUSER:-$(id -un)} CREATEDB'"
  MADE=1
  restore_database "$FOLDER" "$SCRATCH"
  verify "$SCRATCH_URL"
  decrypt "$FOLDER/$MEDIA_FILE" | tar --list >/dev/null || fail "Gli allegati della copia non si leggono."
}

# From /, since find wants to come back to where it was called, and the service's user may not enter /root.
latest() { cd / && find "$BACKUP_DIR" -mindepth 2 -maxdepth 2 -name "$SUMS_FILE" -printf '%h\n' | sort | tail -n 1; }

ended() {
  local code=$?
  [ $code = 0 ] || PROBLEM=${PROBLEM:-La prova di ripristino non è riuscita.}
  [ -z "$MADE" ] || dropdb --if-exists "$SCRATCH"
  note drill
  [ $code != 0 ] || say "La copia si ripristina: chiavi, registro, tracce e conteggi tornano."
}

main "$@"
