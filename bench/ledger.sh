#!/usr/bin/env bash
# What a long history costs: commands that look, on a ledger of many megabytes, after a clean stop, beside a running service,
# and after a process that was killed (which alone reads the whole file once).
# Debian: apt-get install python3 time
# Usage: bench/ledger.sh [MIB [REPEATS]]   (default 300 MiB, 5; the median is shown). JAVA_OPTS are those of the program.
set -euo pipefail
cd "$(dirname "$0")/.."
MIB=${1:-300} REPEATS=${2:-5}
W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-ledger-XXXXXX")
PIDS=()
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; wait; rm -rf "$W"; }
trap finish EXIT
./export-routes --version >/dev/null 2>&1   # builds where needed
mkdir -p "$W/config" "$W/out"
cat > "$W/config/exports.yaml" <<Y
version: 1
api: {base-url: "http://127.0.0.1:9", token: pat_nobody}
destinations:
  disk: {type: file, directory: $W/out}
  copy: {type: file, directory: $W/out}
jobs:
  sweep: {project: crm, export: existing, destinations: [disk, copy]}
Y
printf 'camel.management.port=0\n' > "$W/config/application.properties"
place="--config $W/config --state $W/state"
./export-routes runs $place >/dev/null   # makes the ledger
python3 - "$W/state/ledger.db" "$MIB" <<'PY'
import datetime, hashlib, json, os, sqlite3, sys
path, most = sys.argv[1], int(sys.argv[2]) << 20
c = sqlite3.connect(path)
c.execute("pragma synchronous = off")
start = datetime.datetime(2024, 1, 1)
stamp = lambda t: t.strftime("%Y-%m-%dT%H:%M:%S.000Z")
n = 0
while os.path.getsize(path) < most:
    for _ in range(4000):  # three sweeps of four find nothing
        t, run = start + datetime.timedelta(minutes=15 * n), "sweep-%08d" % n
        c.execute("insert into runs (id, job, project, triggered_by, scheduled_for, state, created_at, started_at, finished_at, renewals, request_id)"
                  " values (?, 'sweep', 'crm', 'schedule', ?, 'SUCCEEDED', ?, ?, ?, 0, 'req_20260602T012345_123456Z_abc123def456')", (run,) + (stamp(t),) * 4)
        for e in range(2 if n % 4 == 0 else 0):
            id = "exp_%s_%010x" % (t.strftime("%Y%m%d_%H%M%S"), 2 * n + e)
            facts = dict(id=id, kind="table_export", scope="project", project="crm", table="contacts", format="csv", download_name="contacts.csv", size_bytes=2048, status="ready",
                         download_url="/projects/crm/export/download/" + id, storage_backend="local", content_type="text/csv; charset=utf-8", created_at=stamp(t))
            c.execute("insert into exports (id, project, run_id, state, size, sha256, verified_at, manifest_kind, manifest_project, manifest_table, manifest_format,"
                      " manifest_download_name, manifest_size_bytes, manifest_status, manifest_created_at, manifest_json)"
                      " values (?, 'crm', ?, 'VERIFIED', 2048, ?, ?, 'table_export', 'crm', 'contacts', 'csv', 'contacts.csv', 2048, 'ready', ?, ?)",
                      (id, run, hashlib.sha256(id.encode()).hexdigest(), stamp(t), stamp(t), json.dumps(facts)))
            for d in ("disk", "copy"):
                key = "crm/sweep/%s/%s_%s_contacts.csv" % (t.strftime("%Y/%m/%d"), t.strftime("%Y%m%dT%H%M%SZ"), id)
                c.execute("insert into deliveries (export_id, destination, run_id, state, object_key, attempts, location, delivered_at) values (?, ?, ?, 'DELIVERED', ?, 1, ?, ?)",
                          (id, d, run, key, "file:///var/backups/" + key, stamp(t)))
        n += 1
    c.commit()
    c.execute("pragma wal_checkpoint(truncate)")
c.close()
print("%d runs, %d MiB" % (n, os.path.getsize(path) >> 20))
PY
timed() { # label, what happens before each, command
  for _ in $(seq "$REPEATS"); do $2; /usr/bin/time -f '%e s wall, %U s user, %S s system, %M KiB' -a -o "$W/times" "${@:3}" >/dev/null 2>"$W/err" || { cat "$W/err" >&2; exit 1; }; done
  printf '%-40s %s\n' "$1" "$(sort -n "$W/times" | awk '{v[NR]=$0} END {print v[int((NR+1)/2)]}')"; rm "$W/times"
}
service() { # starts it; SERVICE is the pid of its JVM
  ./export-routes run $place > "$W/run.log" 2>&1 & SERVICE=$!; PIDS+=($SERVICE)
  until grep -q '^ready' "$W/run.log"; do kill -0 $SERVICE || { cat "$W/run.log" >&2; exit 1; }; sleep 0.02; done
}
cold() { dd if="$W/state/ledger.db" iflag=nocache count=0 2>/dev/null; }
killed() { service; kill -9 $SERVICE; wait $SERVICE 2>/dev/null || true; }
echo "median of $REPEATS, $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(java -version 2>&1 | head -1), JAVA_OPTS=${JAVA_OPTS:-}"
./export-routes runs $place >/dev/null   # what another program wrote is read once
timed "runs, an empty ledger" true ./export-routes runs --config "$W/config" --state "$W/empty"
timed "runs" true ./export-routes runs $place --limit 5
timed "runs, the file not in memory" cold ./export-routes runs $place --limit 5
timed "jobs" true ./export-routes jobs $place
timed "runs, after a service that was killed" killed ./export-routes runs $place --limit 5
service
timed "runs, beside the service" true ./export-routes runs $place --limit 5
