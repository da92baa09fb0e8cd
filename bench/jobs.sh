#!/usr/bin/env bash
# Thousands of jobs that are all due at the same moment: time to "ready", memory, and time until all of their runs are done.
# Debian: apt-get install curl python3
# Usage: bench/jobs.sh [JOBS [SECONDS]]   (default 10000 jobs, due SECONDS after the start of the program, 60)
# JAVA_OPTS are those of the program (default -Xmx256m).
set -euo pipefail
cd "$(dirname "$0")/.."
JOBS=${1:-10000} LEAD=${2:-60}
W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-jobs-XXXXXX")
PIDS=()
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; wait; [ -n "${KEEP:-}" ] || rm -rf "$W"; }
trap finish EXIT
export JAVA_OPTS=${JAVA_OPTS:--Xmx256m}
./export-routes --version >/dev/null 2>&1   # builds where needed
mkdir -p "$W/config" "$W/out"
JAVA_OPTS=-Xmx256m ./export-routes sandbox --port 0 --project crm > "$W/sandbox.log" 2>&1 & PIDS+=($!)
for _ in $(seq 150); do API=$(grep -o 'http://127.0.0.1:[0-9]*' "$W/sandbox.log" | head -1) && [ -n "$API" ] && break; sleep 0.2; done
[ -n "${API:-}" ] || { echo "bench: the sandbox did not start" >&2; cat "$W/sandbox.log" >&2; exit 1; }
DUE=$(date -u -d "+$LEAD seconds" +%s); CRON=$(date -u -d "@$DUE" '+%-S %-M %-H * * ?')
python3 - "$W/config/exports.yaml" "$API" "$W/out" "$JOBS" "$CRON" <<'PY'
import sys
path, api, out, jobs, cron = sys.argv[1:]
with open(path, "w") as f:
    f.write(f"version: 1\napi: {{base-url: \"{api}\", token: pat_sandbox}}\ndestinations:\n  disk: {{type: file, directory: {out}}}\ndefaults: {{destinations: [disk], deadline: 6h}}\njobs:\n")
    for n in range(int(jobs)):
        f.write(f"  job-{n:05d}: {{project: crm, export: schema, format: sql, schedule: \"{cron}\"}}\n")
PY
printf 'camel.management.port=0\n' > "$W/config/application.properties"
settled() { python3 - "$W/state/ledger.db" <<'PY'
import sqlite3, sys
c = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=30)
r = dict(c.execute("select state, count(*) from runs group by state"))
print(r.get("SUCCEEDED", 0), sum(n for s, n in r.items() if s in ("PARTIAL", "FAILED", "SKIPPED")), sum(r.values()))
PY
}
echo "$JOBS jobs, due $LEAD s after the start; JAVA_OPTS=$JAVA_OPTS, $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg)"
START=$(date +%s.%N)
./export-routes run --config "$W/config" --state "$W/state" > "$W/run.log" 2>&1 & RUN=$!; PIDS+=($RUN)
until grep -q '^ready' "$W/run.log"; do kill -0 $RUN 2>/dev/null || { cat "$W/run.log" >&2; exit 1; }; sleep 0.1; done
READY=$(date +%s.%N)
awk -v a="$START" -v b="$READY" -v r="$(awk '/VmRSS/{print int($2/1024)}' /proc/$RUN/status)" -v h="$(awk '/VmHWM/{print int($2/1024)}' /proc/$RUN/status)" 'BEGIN { printf "ready           %7.1f s   RSS %d MiB (peak %d)\n", b - a, r, h }'
[ "$(date +%s)" -lt "$DUE" ] || echo "bench: the jobs were due before the program was ready; give more SECONDS" >&2
LAST=0
while :; do
  sleep 2
  kill -0 $RUN 2>/dev/null || { tail -20 "$W/run.log" >&2; exit 1; }
  read -r ok other all < <(settled 2>/dev/null) || continue   # the ledger is busy
  now=$(date +%s)
  if [ "$all" -ge "$JOBS" ] && [ -z "${QUEUED:-}" ]; then QUEUED=$((now - DUE)); printf 'all queued      %7d s after they were due\n' "$QUEUED"; fi
  if [ $((now - LAST)) -ge 30 ]; then LAST=$now; echo "  … $ok succeeded, $other otherwise, $all in the ledger" >&2; fi
  [ $((ok + other)) -lt "$JOBS" ] || break
done
END=$(date +%s)
awk -v s=$((END - DUE)) -v n="$JOBS" -v ok="$ok" -v h="$(awk '/VmHWM/{print int($2/1024)}' /proc/$RUN/status)" 'BEGIN { printf "all done        %7d s after they were due, %d of %d SUCCEEDED, %.0f runs/s, peak RSS %d MiB\n", s, ok, n, n / s, h }'
echo "files: $(find "$W/out" -type f -name '*.manifest.json' | wc -l) sidecars, load $(cut -d' ' -f1-3 /proc/loadavg)"
