# shellcheck shell=bash
# Installs and starts whatever the tests need on a bare Debian; sourced by .ci/run and .ci/night.
# Nothing may be left out there: REQUIRE_ALL turns "left out" into a failure.
export REQUIRE_ALL=1 DEBIAN_FRONTEND=noninteractive

missing=()
lacks() {  # a command, and the packages that bring it
  command -v "$1" >/dev/null || missing+=("${@:2}")
}
lacks make make
lacks shellcheck shellcheck
lacks age age
lacks caddy caddy
lacks /usr/sbin/nginx nginx-light openssl
lacks systemd-nspawn systemd-container dbus
lacks pg_isready postgresql
lacks redis-server redis-server
dpkg -s python3-venv >/dev/null 2>&1 || missing+=(python3 python3-venv)  # of the system: what is installed for a trial runs on it
if [ ${#missing[@]} -gt 0 ] || ! command -v promtool >/dev/null || ! command -v chromium-headless-shell >/dev/null; then
  apt-get update -qq
  # The one without windows takes a third less of the processor; where Debian has none, the other.
  command -v chromium-headless-shell >/dev/null || {
    apt-cache show chromium-headless-shell >/dev/null 2>&1 && missing+=(chromium-headless-shell) || missing+=(chromium)
    missing+=(fonts-dejavu-core)
  }
  # Debian 12 has it in the package of the server.
  command -v promtool >/dev/null || { apt-cache show promtool >/dev/null 2>&1 && missing+=(promtool) || missing+=(prometheus); }
  echo "── installing ${missing[*]} ──"
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# PostgreSQL: one that answers, or one of our own.
if ! pg_isready -q -h 127.0.0.1; then
  cluster=$(find /etc/postgresql -mindepth 2 -maxdepth 2 -name main | sort -V | tail -n 1)
  # Tests connect as "postgres" over TCP, from this machine alone, without a password.
  sed -i -E 's/^(host +all +all +(127\.0\.0\.1\/32|::1\/128) +)[a-z0-9-]+/\1trust/' "$cluster/pg_hba.conf"
  pg_ctlcluster --skip-systemctl-redirect "$(basename "$(dirname "$cluster")")" main start
  for _ in $(seq 60); do pg_isready -q -h 127.0.0.1 && break; sleep 0.5; done
fi

# Redis: one that answers, or one of our own.
if ! redis-cli ping >/dev/null 2>&1; then
  redis-server --daemonize yes --bind 127.0.0.1 --save "" --appendonly no >/dev/null
  for _ in $(seq 40); do redis-cli ping >/dev/null 2>&1 && break; sleep 0.25; done
fi
