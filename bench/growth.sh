#!/usr/bin/env bash
# How cost grows with the ledger: commands that look, and one run, on SQLite ledgers of more and more runs.
# Debian: apt-get install curl python3 time
# Usage: bench/growth.sh [REPEATS]   (default 5; the median is shown, and how many times that of the smallest ledger it is; aim: at most 1.5)
#   SIZES="10000 100000" bench/growth.sh   runs in each ledger (default 10000 100000 1000000)
#   REUSE=DIR bench/growth.sh              keeps the ledgers in this folder, and takes those that are there
set -euo pipefail
cd "$(dirname "$0")/.."
REPEATS=${1:-5} SIZES=${SIZES:-10000 100000 1000000}
W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-growth-XXXXXX")
LEDGERS=${REUSE:-$W/ledgers}
PIDS=()
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; wait; rm -rf "$W"; }
trap finish EXIT
./export-routes once --help >/dev/null 2>&1   # builds where needed, and prepares quick starts with this JVM
mkdir -p "$W/config" "$LEDGERS"
./export-routes sandbox --port 0 --project crm > "$W/sandbox.log" 2>&1 & PIDS+=($!)
for _ in $(seq 150); do API=$(grep -o 'http://127.0.0.1:[0-9]*' "$W/sandbox.log" | head -1) && [ -n "$API" ] && break; sleep 0.2; done
[ -n "${API:-}" ] || { echo "bench: the sandbox did not start" >&2; cat "$W/sandbox.log" >&2; exit 1; }
{ cat <<Y
version: 1
api: {base-url: "$API", token: pat_sandbox}
destinations:
  disk: {type: file, directory: $W/disk, create: true}
  copy: {type: file, directory: $W/copy, create: true}
defaults: {destinations: [disk]}
jobs:
Y
  for n in $(seq 0 19); do printf '  job-%02d: {project: crm, export: schema, format: sql, schedule: "0 2 * * *"}\n' "$n"; done
} > "$W/config/exports.yaml"

fill() { # ledger, runs: a history of 20 jobs; each tenth run made an export, which two destinations have; 20 deliveries are dead letters
  python3 - "$@" <<'PY'
import sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.executescript(f"""
pragma synchronous = off; pragma journal_mode = off;
begin;
create temp table n as with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < {sys.argv[2]})
  select i, printf('job-%02d', i % 20) job, printf('job-%02d-%08d', i % 20, i) run, strftime('%Y-%m-%dT%H:%M:%S.000Z', '2020-01-01', i || ' minutes') at from n;
insert into runs (id, job, project, triggered_by, scheduled_for, state, created_at, started_at, finished_at, renewals, request_id)
  select run, job, 'crm', 'schedule', at, iif(i % 10 = 0 and i < 200, 'PARTIAL', 'SUCCEEDED'), at, at, at, 0, 'req_20260602T012345_123456Z_abc123def456' from n;
delete from n where i % 10;
alter table n add id text;
update n set id = printf('exp_%010x', i);
insert into exports (id, project, run_id, state, size, sha256, verified_at, manifest_kind, manifest_project, manifest_table, manifest_format, manifest_download_name,
    manifest_size_bytes, manifest_status, manifest_created_at, manifest_json)
  select id, 'crm', run, 'VERIFIED', 2048, lower(hex(randomblob(32))), at, 'table_export', 'crm', 'contacts', 'csv', 'contacts.csv', 2048, 'ready', at,
    json_object('id', id, 'kind', 'table_export', 'scope', 'project', 'project', 'crm', 'table', 'contacts', 'format', 'csv', 'download_name', 'contacts.csv',
      'size_bytes', 2048, 'status', 'ready', 'content_type', 'text/csv; charset=utf-8', 'created_at', at) from n;
insert into deliveries (export_id, destination, run_id, state, object_key, held_key, attempts, location, delivered_at, confirmation)
  select id, d, run, 'DELIVERED', key, key, 1, 'file:///var/backups/' || key, at, 'SIZE'
  from (select *, 'crm/' || job || '/' || id || '_contacts.csv' key from n), (select 'disk' d union select 'copy');
update deliveries set state = 'DEAD', location = null, delivered_at = null, confirmation = null, error_code = 'connection_refused', error = 'copy refused the connection',
  hint = 'Look at copy' where destination = 'copy' and export_id in (select id from n where i < 200);
commit;
pragma journal_mode = wal;
""")
PY
}
for size in $SIZES; do
  state=$LEDGERS/$size
  [ -f "$state/filled" ] || { rm -rf "$state"; ./export-routes runs --config "$W/config" --state "$state" > /dev/null; fill "$state/ledger.db" "$size"; touch "$state/filled"; }
  ./export-routes runs --config "$W/config" --state "$state" --limit 1 > /dev/null   # what another program wrote is read once
  echo "$size runs: $(($(stat -c %s "$state/ledger.db") >> 20)) MiB" >&2
done
timed() { # name, size, command
  local place="--config $W/config --state $LEDGERS/$2" e u s
  /usr/bin/time -f '%e %U %S' -o "$W/time" ./export-routes "${@:3}" $place > /dev/null 2> "$W/err" || { cat "$W/err" >&2; exit 1; }
  read -r e u s < "$W/time"
  printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$e" "$(awk -v u="$u" -v s="$s" 'BEGIN { print u + s }')" >> "$W/results"
}
for round in $(seq "$REPEATS"); do
  for size in $SIZES; do
    timed "jobs" "$size" jobs
    timed "runs --limit 5" "$size" runs --limit 5
    timed "show RUN" "$size" show "$(printf 'job-%02d-%08d' $((size / 2 % 20)) $((size / 2)))"
    timed "dead-letters list" "$size" dead-letters list
    timed "once JOB" "$size" once job-07
  done
  echo "  round $round of $REPEATS" >&2
done
echo "median of $REPEATS, $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | head -1), JAVA_OPTS=${JAVA_OPTS:-}"
python3 - "$W/results" $SIZES <<'PY'
import statistics, sys
sizes, seen = sys.argv[2:], {}
for line in open(sys.argv[1]):
    name, size, *values = line.split("\t")
    for unit, value in zip(("s wall", "s of the processor"), values): seen.setdefault((name, unit), {}).setdefault(size, []).append(float(value))
print(f"{'runs in the ledger':40}" + "".join(f"{int(s):>12,}       " for s in sizes))
for (name, unit), by_size in seen.items():
    medians = [statistics.median(by_size[s]) for s in sizes]
    ratios = ["       "] + [f" {m / medians[0]:4.2f} x" for m in medians[1:]]
    print(f"{name + ', ' + unit:40}" + "".join(f"{m:12.2f}{r}" for m, r in zip(medians, ratios)) + ("   above the aim" if max(medians) > 1.5 * medians[0] else ""))
PY
