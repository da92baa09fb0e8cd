#!/usr/bin/env bash
# One to three nodes on one PostgreSQL, and many jobs that are due at the same moment: time until all runs are done, and what each run costs.
# Debian: apt-get install curl python3 postgresql
# Usage: bench/nodes.sh [JOBS [SECONDS]]   (default 1000 jobs, due SECONDS after the nodes start, 60)
#   NODES="1 3" bench/nodes.sh   these numbers of nodes (default 1 2 3). JAVA_OPTS are those of each node (default -Xmx128m, the launcher's)
# PostgreSQL runs with its own defaults, on a folder of the script's own. All share this machine: what more machines would give is not seen here.
set -euo pipefail
cd "$(dirname "$0")/.."
JOBS=${1:-1000} LEAD=${2:-60}
W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-nodes-XXXXXX"); chmod 755 "$W"
PIDS=()
finish() { # the nodes first: without their database they would wait for it
  for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done
  for p in "${PIDS[@]}"; do wait "$p" 2>/dev/null || true; done
  [ ! -f "$W/pg/data/postmaster.pid" ] || kill -INT "$(head -1 "$W/pg/data/postmaster.pid")" || true
  wait; rm -rf "$W"
}
trap finish EXIT
export JAVA_OPTS=${JAVA_OPTS:--Xmx128m}
./export-routes once --help >/dev/null 2>&1   # builds where needed, and prepares quick starts with this JVM
PG=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$PG" ] || { echo "bench: there is no PostgreSQL, see the first lines of bench/nodes.sh" >&2; exit 2; }
mkdir -p "$W/config" "$W/pg"
printf 'camel.management.port=0\n' > "$W/config/application.properties"

# --- PostgreSQL refuses to run as root
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$W/pg"
PORT=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
(cd "$W/pg" && as "$PG/initdb" -D "$W/pg/data" -U postgres -A trust > "$W/initdb.log" 2>&1) || { cat "$W/initdb.log" >&2; exit 1; }
(cd "$W/pg" && as "$PG/postgres" -D "$W/pg/data" -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$W/pg" > "$W/pg.log" 2>&1) &
sql() { "$PG/psql" -h 127.0.0.1 -p "$PORT" -U postgres -qAt -F ' ' -d "${DB:-postgres}" -c "$1"; }
for _ in $(seq 100); do sql "select" > /dev/null 2>&1 && break; sleep 0.2; done
POSTMASTER=$(head -1 "$W/pg/data/postmaster.pid")
echo "$JOBS jobs, due $LEAD s after the start; JAVA_OPTS=$JAVA_OPTS, $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $("$PG/postgres" --version)"

processor() { # pids: seconds of the processor, of their children too
  python3 - "$@" <<'PY'
import glob, os, sys
total, stats = 0, {}
for path in glob.glob("/proc/[0-9]*/stat"):
    try: stats[path.split("/")[2]] = open(path).read().rsplit(")", 1)[1].split()
    except OSError: pass   # it has just ended
for pid, f in stats.items():
    if pid in sys.argv[1:]: total += sum(map(int, f[11:15]))   # its own, and that of children that have ended
    elif f[1] in sys.argv[1:]: total += int(f[11]) + int(f[12])
print(total / os.sysconf("SC_CLK_TCK"))
PY
}
counters() { # committed transactions, bytes of WAL, processor time of the nodes, of PostgreSQL
  echo "$(sql "select xact_commit, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') from pg_stat_database where datname = '$DB'")" "$(processor "${NODE_PIDS[@]}")" "$(processor "$POSTMASTER")"
}
measure() { # number of nodes
  local due cron before after n sandbox api="" left=1
  DB=postgres; sql "create role exports$1 login password 'bench'"; sql "create database exports$1 owner exports$1"
  DB=exports$1
  JAVA_OPTS=-Xmx256m ./export-routes sandbox --port 0 --project crm > "$W/sandbox.log" 2>&1 & sandbox=$!; PIDS+=($sandbox)
  for _ in $(seq 150); do api=$(grep -o 'http://127.0.0.1:[0-9]*' "$W/sandbox.log" | head -1) && [ -n "$api" ] && break; sleep 0.2; done
  due=$(date -u -d "+$LEAD seconds" +%s); cron=$(date -u -d "@$due" '+%-S %-M %-H * * ?')
  { cat <<Y
version: 1
api: {base-url: "$api", token: pat_sandbox}
ledger: {url: "jdbc:postgresql://127.0.0.1:$PORT/$DB?sslmode=disable", username: $DB, password: bench}
destinations:
  disk: {type: file, directory: $W/out$1, create: true}
defaults: {destinations: [disk], deadline: 6h}
jobs:
Y
    seq -f "  job-%05.0f: {project: crm, export: schema, format: sql, schedule: \"$cron\"}" "$JOBS"
  } > "$W/config/exports.yaml"
  NODE_PIDS=()
  for n in $(seq "$1"); do
    ./export-routes run --config "$W/config" --state "$W/state-$1-$n" > "$W/node-$n.log" 2>&1 & NODE_PIDS+=($!); PIDS+=($!)
  done
  for n in $(seq "$1"); do
    until grep -q '^ready' "$W/node-$n.log"; do kill -0 "${NODE_PIDS[n - 1]}" 2>/dev/null || { cat "$W/node-$n.log" >&2; exit 1; }; sleep 0.2; done
  done
  [ "$(date +%s)" -lt "$due" ] || echo "bench: the jobs were due before all nodes were ready; give more SECONDS" >&2
  before=$(counters)
  until [ "$left" = 0 ]; do
    sleep 2
    left=$(sql "select $JOBS - count(*) from runs where state in ('SUCCEEDED', 'PARTIAL', 'FAILED', 'SKIPPED')")
  done
  sleep 2   # PostgreSQL publishes its counters once a second
  after=$(counters)
  sql "select extract(epoch from max(created_at::timestamptz)) - $due, extract(epoch from max(finished_at::timestamptz)) - $due, sum(case when state = 'SUCCEEDED' then 1 else 0 end) from runs" |
    awk -v b="$before" -v a="$after" -v n="$JOBS" -v nodes="$1" -v spread="$(sql "select count(*) from runs group by owner order by 1" | xargs)" '{
      split(b, x); split(a, y)
      printf "%5d %9.1f s %9.1f s %8.1f %9.1f %12.0f %12.1f ms %12.1f ms   %s%s\n", nodes, $1, $2, n / $2, (y[1] - x[1]) / n, (y[2] - x[2]) / n,
        1000 * (y[3] - x[3]) / n, 1000 * (y[4] - x[4]) / n, spread, $3 == n ? "" : " (" n - $3 " did not succeed)" }'
  kill "${NODE_PIDS[@]}" "$sandbox"; wait "${NODE_PIDS[@]}" "$sandbox" || true
}
# The transactions, WAL and processor time (nodes: from ready on; idle polls and heartbeats are part of it) are those of one run.
echo "nodes   all queued     all done   runs/s  commits    WAL bytes   nodes' processor  PostgreSQL's   runs by node"
for nodes in ${NODES:-1 2 3}; do measure "$nodes"; done
