#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, and leaves nothing behind:
#
#   scripts/with-postgres.sh cargo test
#
# The server listens on a free loopback port, keeps its data in a temporary folder, and is
# stopped however the command ends. The command finds it in GENGGAM_TEST_POSTGRES.
# Where that variable is set already, that server is used and none is started.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

(($#)) || die 'usage: scripts/with-postgres.sh COMMAND...'
if [[ -n ${GENGGAM_TEST_POSTGRES:-} ]]; then
  say 'PostgreSQL: using the server in GENGGAM_TEST_POSTGRES'
  exec "$@"
fi

bin=$(postgres_bin) || die 'no PostgreSQL server found; scripts/tools.sh test installs it.'
begin=$(now)

# PostgreSQL refuses to run as root, so root hands it to the user that Debian made for it.
as_owner=()
if ((EUID == 0)); then
  id postgres >/dev/null 2>&1 || die 'running as root needs a user named postgres (Debian'\''s package makes one).'
  as_owner=(runuser -u postgres --)
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/genggam-postgres.XXXXXX")
started=
# The traps below call these two.
# shellcheck disable=SC2317
stop() {
  # Immediate: the folder is thrown away a moment later, so nothing needs saving.
  if [[ $started ]]; then
    started=
    "${as_owner[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
  fi
}
# shellcheck disable=SC2317
clean_up() {
  stop
  rm -rf "$dir"
}
# The signals end the shell, and its end cleans up.
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Anybody on this machine can reach a loopback port, so there is a password.
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s\n' "$password" >"$dir/password"
((EUID != 0)) || chown -R postgres "$dir"

# Neither program may stand in a folder that its user cannot enter.
cd "$dir"
"${as_owner[@]}" "$bin/initdb" -D "$dir/data" --username=genggam --pwfile="$dir/password" \
  --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 ||
  { cat "$dir/initdb.log" >&2 && die 'initdb failed.'; }

# Durability is off: this data need not survive anything.
settings=(-c listen_addresses=127.0.0.1 -c "unix_socket_directories=''"
  -c max_connections=200 -c shared_buffers=128MB
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off)
# A port is free until somebody else takes it: try, and try another one.
# The range lies below the one from which the system lends ports to clients.
for ((try = 1; ; try++)); do
  port=$((20000 + RANDOM % 12000))
  # From here on there may be a server, even if pg_ctl does not live to tell.
  started=yes
  # pg_ctl puts the server into a session of its own, so Ctrl-C reaches the command first.
  if "${as_owner[@]}" "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 \
    -o "${settings[*]} -c port=$port" start >"$dir/pg_ctl.log" 2>&1; then
    break
  fi
  stop
  if ((try == 10)) || ! grep -q 'Address already in use' "$dir/server.log"; then
    cat "$dir/pg_ctl.log" "$dir/server.log" >&2
    die 'the PostgreSQL server did not start.'
  fi
  "${as_owner[@]}" rm -f "$dir/server.log"
done

export GENGGAM_TEST_POSTGRES=postgres://genggam:$password@127.0.0.1:$port/postgres
say "PostgreSQL $(cat "$dir/data/PG_VERSION") is up on port $port ($(took "$begin"))"

cd "$root"
status=0
"$@" || status=$?
if ((status)) && grep -qE '(PANIC|FATAL): ' "$dir/server.log"; then
  say 'What PostgreSQL complained about'
  grep -E '(PANIC|FATAL): ' "$dir/server.log" | tail -n 20 >&2
fi
exit "$status"
