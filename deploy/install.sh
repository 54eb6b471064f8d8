#!/usr/bin/env bash
# Installs the service on a Debian machine of its own (12 or 13), or brings it to the version that is checked out.
# It can be run again at any time: what is there stays, keys above all.
#
#   git clone … /opt/cascina-whatsapp && /opt/cascina-whatsapp/deploy/install.sh whatsapp.comune.example.it
#
# Ends with 0 when the service runs, with the doctor's word and what is left to people; with 3 when /etc/cascina-whatsapp/env still lacks something, and says what.
set -euo pipefail
umask 022
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 LC_ALL=C.UTF-8

HOME_OF=/opt/cascina-whatsapp
STATE=/var/lib/cascina-whatsapp
SETTINGS=/etc/cascina-whatsapp
ENVIRONMENT=$SETTINGS/env
LACKS_SETTINGS=3
START_SECONDS=300
PACKAGES=(age nginx-light openssl postgresql python3 python3-venv redis-server)
UNITS=(web webhook worker beat)

main() {
  require_the_right_place
  install_packages
  make_user_and_folders
  write_settings_once
  make_role_and_database
  keep_nothing_in_redis
  stop_what_works_by_itself
  install_libraries
  make_a_certificate_once
  install_units
  require_settings
  prepare_database_and_pages
  start_everything
  tell_what_is_left
}

say() { printf '── %s\n' "$*"; }

stop() {
  printf '%s\n' "$2" >&2
  exit "$1"
}

require_the_right_place() {
  [ "$(id -u)" = 0 ] || stop 1 "Serve root (su -): $0 $SITE"
  [ "$(realpath "$(dirname "$0")/..")" = $HOME_OF ] || stop 1 "Il programma deve stare in $HOME_OF."
  [ -L $HOME_OF/.env ] || [ ! -e $HOME_OF/.env ] ||
    stop 1 "In $HOME_OF/.env ci sono le chiavi di prima: spostalo in $ENVIRONMENT (mkdir -p $SETTINGS; mv), poi ripeti."
  [ -z "$(find $HOME_OF/deploy $HOME_OF/cascina_whatsapp -not -user root -print -quit)" ] ||
    stop 1 "I file in $HOME_OF devono essere di root: chown -R root:root $HOME_OF"
  grep -qx 'ID=debian' /etc/os-release || stop 1 "Questo programma conosce solo Debian: vedi docs/operations.md."
}

install_packages() {
  local missing=() package
  for package in "${PACKAGES[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installo ${missing[*]}"
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

make_user_and_folders() {
  install -D -m 644 -t /etc/sysusers.d $HOME_OF/deploy/sysusers.d/cascina-whatsapp.conf
  install -D -m 644 -t /etc/tmpfiles.d $HOME_OF/deploy/tmpfiles.d/cascina-whatsapp.conf
  systemd-sysusers cascina-whatsapp.conf
  systemd-tmpfiles --create cascina-whatsapp.conf
}

# The keys are made here, once: who loses them loses the register (docs/operations.md, The keys).
write_settings_once() {
  ln -sfn $ENVIRONMENT $HOME_OF/.env
  [ ! -e $ENVIRONMENT ] || return 0
  say "Scrivo $ENVIRONMENT, con chiavi nuove"
  local name line
  declare -A values=(
    [DJANGO_SECRET_KEY]=$(a_key) [CONSENT_HASH_KEY]=$(a_key) [DATA_KEYS]=$(a_key) [WHATSAPP_VERIFY_TOKEN]=$(a_key)
    [DJANGO_ALLOWED_HOSTS]="$SITE,127.0.0.1" [SITE_URL]=https://$SITE [VAR_DIR]=$STATE
    [DATABASE_URL]=postgres:////var/run/postgresql/cascina [REDIS_URL]=redis://127.0.0.1:6379/0
  )
  while IFS= read -r line; do
    name=${line%%=*}
    [ -v "values[$name]" ] && line=$name=${values[$name]}
    printf '%s\n' "$line"
  done <$HOME_OF/.env.example | install -m 640 -o root -g cascina /dev/stdin $ENVIRONMENT.new
  mv $ENVIRONMENT.new $ENVIRONMENT
}

a_key() { python3 -c 'import secrets; print(secrets.token_urlsafe(48))'; }

# Over the socket PostgreSQL knows the user by the system's word for it: there is no password to keep.
make_role_and_database() {
  say "Preparo PostgreSQL e Redis"
  systemctl enable --now --quiet postgresql
  until as_postgres pg_isready -q; do sleep 0.5; done
  as_postgres psql -qAt -c "SELECT 1 FROM pg_roles WHERE rolname = 'cascina'" | grep -q 1 ||
    as_postgres createuser cascina
  as_postgres psql -qAt -c "SELECT 1 FROM pg_database WHERE datname = 'cascina'" | grep -q 1 ||
    as_postgres createdb cascina --owner cascina --encoding UTF8 --template template0
  as_postgres psql -q -f $HOME_OF/deploy/postgresql/silence.sql
}

keep_nothing_in_redis() {
  install -D -m 644 $HOME_OF/deploy/systemd/redis-server.conf /etc/systemd/system/redis-server.service.d/cascina-whatsapp.conf
  systemctl daemon-reload
  systemctl enable --now --quiet redis-server
  [ -z "$(redis-cli config get save | tail -n 1)" ] && return
  redis-cli config set save "" >/dev/null  # or it would keep what it has at its end, and load that for ever
  systemctl restart redis-server
}

as_postgres() { (cd / && runuser -u postgres -- "$@"); }

# What is being sent is finished first. The webhook goes on storing, the site goes on answering.
stop_what_works_by_itself() {
  systemctl stop cascina-whatsapp-beat cascina-whatsapp-worker 2>/dev/null || true
}

install_libraries() {
  say "Installo le librerie"
  cd $HOME_OF
  .venv/bin/python -c '' 2>/dev/null || python3 -m venv --clear .venv
  .venv/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements.txt
  .venv/bin/python -m compileall -q cascina_whatsapp subscribers broadcasts
  install -m 755 deploy/cascina /usr/local/bin/cascina
}

# A certificate of its own, until there is a real one: Meta refuses it, and a browser warns.
make_a_certificate_once() {
  local tls=$SETTINGS/tls real=/etc/letsencrypt/live/$SITE
  if [ ! -e $tls/fullchain.pem ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 365 -subj "/CN=$SITE" \
      -addext "subjectAltName=DNS:$SITE" -keyout $tls/own.key -out $tls/own.crt 2>/dev/null
    ln -s own.key $tls/privkey.pem
    ln -s own.crt $tls/fullchain.pem
  fi
  if [ -e "$real/fullchain.pem" ]; then
    ln -sfn "$real/privkey.pem" $tls/privkey.pem
    ln -sfn "$real/fullchain.pem" $tls/fullchain.pem
  fi
}

install_units() {
  local unit
  for unit in "${UNITS[@]}"; do
    install -D -m 644 $HOME_OF/deploy/systemd/common.conf \
      "/etc/systemd/system/cascina-whatsapp-$unit.service.d/common.conf"
  done
  install -m 644 $HOME_OF/deploy/systemd/cascina-whatsapp* /etc/systemd/system/
  systemctl daemon-reload
}

require_settings() {
  cascina check && return
  stop $LACKS_SETTINGS "Completa $ENVIRONMENT (docs/operations.md dice come), poi ripeti: $0 $SITE"
}

prepare_database_and_pages() {
  say "Preparo la base di dati e le pagine"
  cascina migrate --verbosity 0
  cascina collectstatic --no-input --verbosity 0
}

start_everything() {
  say "Avvio"
  systemctl enable --quiet cascina-whatsapp.target "${UNITS[@]/#/cascina-whatsapp-}"
  serve_with_nginx
  systemctl restart cascina-whatsapp-webhook  # by turns: the site takes Meta's posts meanwhile
  until_ready 8002/healthz
  systemctl restart cascina-whatsapp-{web,worker,beat}
  systemctl start cascina-whatsapp.target
  systemctl enable --quiet --now cascina-whatsapp-backup.timer  # does nothing before it has a key
  until_ready 8000/readyz 8002/readyz
  say "Il servizio risponde: https://$SITE/"
}

serve_with_nginx() {
  # Debian's page of welcome claims every name that nobody else claims.
  [ ! -L /etc/nginx/sites-enabled/default ] || rm /etc/nginx/sites-enabled/default
  sed "s/whatsapp\.comune\.example\.it/$SITE/g" $HOME_OF/deploy/nginx/cascina.conf >/etc/nginx/conf.d/cascina.conf
  nginx -t -q
  systemctl enable --quiet nginx
  systemctl reload-or-restart nginx
}

# A slow machine takes minutes: who waits is told for what.
until_ready() {
  local last=$((SECONDS + START_SECONDS)) told=$SECONDS lacking address
  for address in "$@"; do
    until lacking=$(lacks "$address"); do
      [ $SECONDS -lt $last ] || stop 1 "Il servizio non è pronto ($lacking): journalctl -u 'cascina-whatsapp-*'"
      if [ $((SECONDS - told)) -ge 10 ]; then
        told=$SECONDS
        say "Non è ancora pronto: $lacking"
      fi
      sleep 1
    done
  done
}

# What an address, port and path, says is not there; fails while there is such a thing.
lacks() {
  python3 - "$1" <<'PYTHON'
import json, sys, urllib.error, urllib.request
try:
    urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}", timeout=10)
except urllib.error.HTTPError as answer:
    try:
        told = json.load(answer)
    except ValueError:
        sys.exit(print("una risposta che non si capisce") or 1)
    sys.exit(print(", ".join(name for name in told if not told[name] and name != "ready")) or 1)
except OSError:
    sys.exit(print("nessuna risposta") or 1)
PYTHON
}

# What no script can do. The doctor sees most of it, and says so each time it is asked.
tell_what_is_left() {
  say "Che cosa dice il controllo (cascina doctor)"
  cascina doctor || true  # with what isn't well yet the service runs all the same
  say "Resta da fare a mano"
  [ "$(readlink $SETTINGS/tls/fullchain.pem)" != own.crt ] ||
    todo "un certificato riconosciuto, senza il quale Meta non scrive (certbot: docs/operations.md), poi di nuovo $0 $SITE"
  [ -s $SETTINGS/backup-recipients ] || todo "la chiave delle copie: senza non se ne fanno (docs/operations.md, Making them)"
  todo "le chiavi di $ENVIRONMENT in cassaforte, lontano dalle copie"
  todo "i primi account, se non ci sono: cascina invite (docs/operations.md, First installation)"
  todo "i passi presso Meta: https://$SITE/admin/ › Impostazioni › Tutto pronto?"
}

todo() { printf '   - %s\n' "$*"; }

SITE=${1:-}
[[ $SITE =~ ^[a-z0-9-]+(\.[a-z0-9-]+)+$ ]] || stop 1 "Manca il nome del sito: $0 whatsapp.comune.example.it"
main
