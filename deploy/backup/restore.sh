#!/usr/bin/env bash
# Restores a backup into the service's own database, which must be there and empty, while the service is stopped.
#
#   restore.sh IDENTITY BACKUP
#
# Nothing leaves by itself afterwards: docs/operations.md, After a restore.
set -euo pipefail
umask 027
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ -n "${SCRATCH_URL:-}" ] || exec "${PYTHON:-$HERE/../../.venv/bin/python}" "$HERE/with_settings.py" "$0" "$@"
# shellcheck source=common.sh
. "$HERE/common.sh"

# shellcheck disable=SC2034 # common.sh decrypts with it
IDENTITY=${1:?Manca il file con la chiave segreta delle copie}
FOLDER=${2:?Manca la cartella della copia}

main() {
  require age pg_restore psql sha256sum
  require_whole "$FOLDER"
  require_empty
  restore_database "$FOLDER" "$PGDATABASE"
  mkdir -p "$MEDIA_ROOT"
  decrypt "$FOLDER/$MEDIA_FILE" | tar --extract --directory "$MEDIA_ROOT"
  verify "$DATABASE_URL"
  manage_on "$DATABASE_URL" hold_after_restore
  say "Ripristinato. Ora avvia il servizio, e leggi «After a restore» in docs/operations.md."
}

require_empty() {
  local found
  found=$(psql --no-psqlrc -qAt -c "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") ||
    fail "La base di dati $PGDATABASE non risponde: falla con runuser -u postgres -- createdb -O ${PGUSER:-$(id -un)} $PGDATABASE"
  [ "$found" = 0 ] || fail "La base di dati $PGDATABASE non è vuota: mettila da parte (ALTER DATABASE … RENAME) e fanne una nuova."
}

main
