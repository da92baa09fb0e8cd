#!/usr/bin/env bash
# The pages with 10,000 jobs: time of the first and of repeated calls, on a ledger with 300,000 runs and their deliveries, 5,000 dead
# letters, some copies overdue, and a sweep of 100,000 exports that is not finished; and the time of one look for /events beside it.
# Debian: apt-get install curl python3
# Usage: bench/pages.sh [JOBS [REPEATS]]   (default 10000 jobs, 20; median and longest of the repeated calls are shown, and the
# processor time of the service for each, which hardly depends on what else the machine does)
# JAVA_OPTS are those of the program (default -Xmx256m). KEEP=1 keeps the folder, REUSE=DIR uses one that was kept.
set -euo pipefail
cd "$(dirname "$0")/.."
JOBS=${1:-10000} REPEATS=${2:-20}
W=${REUSE:-$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-pages-XXXXXX")}
PIDS=()
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; wait; [ -n "${KEEP:-}${REUSE:-}" ] && echo "kept: $W" || rm -rf "$W"; }
trap finish EXIT
export JAVA_OPTS=${JAVA_OPTS:--Xmx256m}
./export-routes --version >/dev/null 2>&1   # builds where needed
mkdir -p "$W/config" "$W/out"
PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
python3 - "$W/config/exports.yaml" "$W/out" "$JOBS" "$PORT" <<'PY'
import datetime, sys
path, out, jobs, port = sys.argv[1:]
hour = (datetime.datetime.utcnow() - datetime.timedelta(hours=3)).hour   # nothing fires meanwhile
with open(path, "w") as f:
    f.write(f"""version: 1
api: {{base-url: "http://127.0.0.1:9", token: pat_nobody}}
web: {{listen: "127.0.0.1:{port}"}}
destinations:
  disk: {{type: file, directory: {out}/disk}}
  copy: {{type: file, directory: {out}/copy}}
defaults: {{destinations: [disk, copy], retry: {{attempts: 9, initial-delay: 1h, max-delay: 1h}}, deadline: 6h}}
jobs:
  sweep: {{project: crm, export: existing}}
""")
    for n in range(int(jobs)):
        schedule = f', schedule: "0 {hour} * * *"' if n % 10 else ""   # one in ten is run by hand only
        f.write(f"  job-{n:05d}: {{project: crm, export: database{schedule}}}\n")
PY
service() { # starts it; SERVICE is the pid of its JVM
  : > "$W/run.log"
  ./export-routes run --config "$W/config" --state "$W/state" > "$W/run.log" 2>&1 & SERVICE=$!; PIDS+=($SERVICE)
  until grep -q '^ready' "$W/run.log"; do kill -0 $SERVICE || { cat "$W/run.log" >&2; exit 1; }; sleep 0.1; done
}
if [ -z "${REUSE:-}" ]; then
  service; kill $SERVICE; wait $SERVICE || true   # makes the ledger, and notes what is expected
  python3 - "$W/state/ledger.db" "$JOBS" <<'PY'
import datetime, hashlib, json, os, sqlite3, sys
path, jobs = sys.argv[1], int(sys.argv[2])
c = sqlite3.connect(path)
c.execute("pragma synchronous = off")
stamp = lambda t: t.strftime("%Y-%m-%dT%H:%M:%S.000Z")
today = datetime.datetime.utcnow().replace(minute=0, second=0, microsecond=0) - datetime.timedelta(hours=3)
RUN = "insert into runs (id, job, project, triggered_by, scheduled_for, state, created_at, started_at, finished_at, renewals) values (?, ?, 'crm', 'schedule', ?, ?, ?, ?, ?, 0)"
EXPORT = ("insert into exports (id, project, run_id, state, size, sha256, verified_at, manifest_kind, manifest_project, manifest_format, manifest_download_name,"
          " manifest_size_bytes, manifest_status, manifest_created_at, manifest_json) values (?, 'crm', ?, 'VERIFIED', 2048, ?, ?, 'database_export', 'crm', 'zip', 'crm.zip', 2048, 'ready', ?, ?)")
DELIVERY = ("insert into deliveries (export_id, destination, run_id, state, object_key, attempts, location, delivered_at, error_code, error, hint) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
dead = 0
def export(id, run, at, copy):
    global dead
    t = stamp(at)
    c.execute(EXPORT, (id, run, hashlib.sha256(id.encode()).hexdigest(), t, t, json.dumps(dict(id=id, kind="database_export", size_bytes=2048, status="ready"))))
    key = "crm/%s/%s_crm.zip" % (run, id)
    c.execute(DELIVERY, (id, "disk", run, "DELIVERED", key, 1, "file:///var/backups/" + key, t, None, None, None))
    if copy == "DELIVERED":
        c.execute(DELIVERY, (id, "copy", run, copy, key, 1, "file:///var/copies/" + key, t, None, None, None))
    elif copy == "DEAD":
        dead += 1
        c.execute(DELIVERY, (id, "copy", run, copy, key, 5, None, None, "disk_full", "The disk of copy is full", "Make room, then replay"))
    else:
        c.execute(DELIVERY, (id, "copy", run, copy, key, 0, None, None, None, None, None))
n = 0
for day in range(30, 0, -1):
    at = today - datetime.timedelta(days=day - 1)
    for job in range(jobs):
        if job % 100 == 7 and day < 4: continue   # overdue
        run, copy = "job-%05d-%s" % (job, at.strftime("%Y%m%dT%H%M%SZ")), "DEAD" if dead < 5000 and n % 59 == 0 or day == 1 and job % 50 == 9 else "DELIVERED"
        c.execute(RUN, (run, "job-%05d" % job, stamp(at), "PARTIAL" if copy == "DEAD" else "SUCCEEDED", stamp(at), stamp(at), stamp(at + datetime.timedelta(minutes=5))))
        export("exp_%s_%08x" % (at.strftime("%Y%m%d_%H%M%S"), n), run, at, copy)
        n += 1
    c.commit()
at = datetime.datetime.utcnow()
c.execute(RUN.replace("started_at, finished_at", "started_at, listed_at").replace("'schedule'", "'manual'"), ("sweep-now", "sweep", stamp(at), "TRANSFERRING", stamp(at), stamp(at), stamp(at)))
for e in range(100_000):
    export("exp_%s_%08x" % (at.strftime("%Y%m%d_%H%M%S"), 1 << 28 | e), "sweep-now", at, "DELIVERED" if e % 2 else "PENDING")
# Another process works on it, for as long as this lasts.
c.execute("insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version) values ('run', 'sweep-now', 0, 1, 'other/1', 9000000000000, 1)")
c.execute("update expectations set since = '2024-01-01T00:00:00.000Z'")
c.commit()
c.execute("pragma wal_checkpoint(truncate)")
print("%d runs, %d dead letters, %d MiB" % (n + 1, dead, os.path.getsize(path) >> 20))
PY
fi
service
call() { curl -s -o /dev/null -w '%{http_code} %{time_total} %{size_download}\n' "http://127.0.0.1:$PORT$1"; }
processor() { awk '{print ($14 + $15) * 10}' "/proc/$SERVICE/stat"; }
timed() { # label, path
  read -r status first bytes <<< "$(call "$2")"
  [ "$status" = 200 ] || { echo "bench: $2 answered $status" >&2; exit 1; }
  local before; before=$(processor)
  for _ in $(seq "$REPEATS"); do call "$2"; done | sort -k2n > "$W/times"
  awk -v label="$1" -v first="$first" -v bytes="$bytes" -v processor="$((($(processor) - before) / REPEATS))" '{v[NR]=$2}
    END {printf "%-34s %8.0f ms %8.0f ms %8.0f ms %8d ms %8.0f KiB\n", label, first * 1000, v[int((NR + 1) / 2)] * 1000, v[NR] * 1000, processor, bytes / 1024}' "$W/times"
}
from_ledger() { python3 -c 'import sqlite3, sys; print(*sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True).execute(sys.argv[2]).fetchone())' "$W/state/ledger.db" "$1"; }
one_run=$(from_ledger "select id from runs where job = 'job-00500' order by created_at desc limit 1")
late_letter=$(from_ledger "select export_id || '%40' || destination from deliveries where state = 'DEAD' order by export_id desc limit 1 offset 20")
echo "median of $REPEATS, $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(java -version 2>&1 | head -1), JAVA_OPTS=$JAVA_OPTS"
printf '%-34s %11s %11s %11s %11s %12s\n' "" first median longest processor size
timed "overview, page 1 of the jobs" /
timed "overview, its last page" "/?from=$((JOBS / 50 * 50))"
timed "overview, a search" "/?q=job-005"
timed "a job" /jobs/job-00500
timed "a run" "/runs/$one_run"
timed "a run of 100,000 exports" /runs/sweep-now
timed "runs" /runs
timed "runs of a state" "/runs?state=FAILED"
timed "dead letters" /dead-letters
timed "dead letters, the last page" "/dead-letters?after=$late_letter"
timed "alarms" /alarms
timed "API: 500 jobs" "/api/v1/jobs?limit=500"
timed "API: 500 dead letters" "/api/v1/dead-letters?limit=500"
# A stream is greeted once the ledger was looked at, which is forgotten a second after the last stream has gone.
look() { curl -s -o /dev/null -m 0.9 -w '%{time_starttransfer}\n' "http://127.0.0.1:$PORT/events" || true; }
first=$(look)
for _ in $(seq "$REPEATS"); do sleep 1.5; look; done | sort -n | awk -v first="$first" '{v[NR]=$1}
  END {printf "%-34s %8.0f ms %8.0f ms %8.0f ms\n", "a look for /events", first * 1000, v[int((NR + 1) / 2)] * 1000, v[NR] * 1000}'
awk '$1 == "VmHWM:" {printf "peak memory %d MiB\n", $2 / 1024}' "/proc/$SERVICE/status"
