# shellcheck shell=bash
# What the three scripts share. Sourced by them, after with_settings.py has said where everything is.

DATABASE_FILE=database.dump.age
# shellcheck disable=SC2034 # of the scripts that source this
MEDIA_FILE=media.tar.age
ROWS_FILE=rows
SUMS_FILE=SHA256SUMS
PROBLEM=

# shellcheck source=backup.env.example
[ ! -r "${BACKUP_SETTINGS:=/etc/cascina-whatsapp/backup.env}" ] || . "$BACKUP_SETTINGS"
: "${BACKUP_DIR:=/var/backups/cascina-whatsapp}"

say() { printf '%s\n' "$*"; }

# What is wrong, for the terminal and for the record.
fail() {
  PROBLEM=$*
  printf '%s\n' "$*" >&2
  exit 1
}

require() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || fail "Manca il programma $program: apt install age postgresql-client"
  done
}

# note backup|drill [FILE with the rows]
note() { "$PYTHON" "$BASE/deploy/backup/note.py" "$LAST" "$1" "$PROBLEM" "${2:-/dev/null}"; }

# One line a table: its name, and how many rows it has. count_rows DATABASE [SQL before]
count_rows() {
  psql --no-psqlrc -qAt -v ON_ERROR_STOP=1 -F ' ' -d "$1" <<SQL
BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;
${2:-}
SELECT tablename, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I', schemaname, tablename), false, true, '')))[1]
FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename COLLATE "C";
SQL
}

require_whole() {
  [ -f "$1/$SUMS_FILE" ] || fail "In $1 non c'è una copia completa."
  (cd "$1" && sha256sum --check --status --strict "$SUMS_FILE") ||
    fail "La copia $(basename "$1") è danneggiata: un file non è più quello che era stato scritto."
}

decrypt() { age --decrypt --identity "$IDENTITY" "$1"; }

# restore_database FOLDER DATABASE, which is there and empty
restore_database() {
  say "Ripristino la base di dati in $2"
  decrypt "$1/$DATABASE_FILE" |
    pg_restore --dbname "$2" --no-owner --no-privileges --exit-on-error --single-transaction ||
    fail "La base di dati della copia non si ripristina: la chiave della copia è un'altra, o la copia è danneggiata."
  count_rows "$2" | diff -q "$1/$ROWS_FILE" - >/dev/null ||
    fail "Nella base di dati ripristinata le righe non sono quante erano nella copia."
}

# manage_on DATABASE_URL COMMAND…
manage_on() {
  local url=$1
  shift
  (cd "$BASE" && DATABASE_URL=$url "$PYTHON" manage.py "$@")
}

# Bring an older copy's tables up to this program, which refuses other keys than the database's; then follow every event
# of the register and every record of the trail. verify DATABASE_URL
verify() {
  { manage_on "$1" migrate --verbosity 0 && manage_on "$1" verify_consent_log; } ||
    fail "Chiavi, registro o tracce non tornano: il motivo è scritto qui sopra."
}
