#!/usr/bin/env bash
# Run a command beside a throw-away PostgreSQL:  tools/with_postgres.sh CMD…
#
# The cluster lives in a folder of its own, listens on a socket inside it (no port, no
# password, nobody else can reach it) and is gone afterwards, whatever happens. The
# command finds it in MARKETPLACE_TEST_DATABASE_URL; its exit status is ours.
# WITH_POSTGRES_DURABLE=1 keeps fsync on (to measure); tests do without.
# Exit 69: there is no PostgreSQL on this computer.
set -euo pipefail

if [ $# -eq 0 ]; then
  sed -n '2,9s/^# \{0,1\}//p' "$0"
  exit 64
fi

initdb=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -1 || true)
bin=$(dirname "$(readlink -f "${initdb:-/none/initdb}")")
if [ ! -x "$bin/initdb" ] || [ ! -x "$bin/pg_ctl" ]; then
  echo "with_postgres: no initdb in PATH or /usr/lib/postgresql/*/bin:" \
    "install PostgreSQL 14 or later (Debian: apt-get install postgresql)" >&2
  exit 69
fi

as=()
if [ "$(id -u)" = 0 ]; then # the server refuses root
  if ! id postgres >/dev/null 2>&1; then
    echo "with_postgres: run by root, and there is no user «postgres» to run it as" >&2
    exit 69
  fi
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

folder=$(mktemp -d /tmp/with-postgres.XXXXXX) # short: a socket's path may have 107 letters
cleanup() {
  if [ -f "$folder/data/postmaster.pid" ]; then
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null || true
  fi
  rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[ "${#as[@]}" -eq 0 ] || chown postgres "$folder"
cd_from=$PWD
cd "$folder" # the other user may not read where we stand
"${as[@]}" "$bin/initdb" -D "$folder/data" -U market -A trust -E UTF8 --locale=C.UTF-8 \
  --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
settings="-c listen_addresses= -c unix_socket_directories=$folder"
if [ "${WITH_POSTGRES_DURABLE:-}" != 1 ]; then
  settings="$settings -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
fi
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w -o "$settings" \
  start >/dev/null || { cat "$folder/data/log" >&2; exit 1; }
cd "$cd_from"

export MARKETPLACE_TEST_DATABASE_URL="postgresql://market@/postgres?host=$folder"
status=0
"$@" || status=$?
exit "$status"
