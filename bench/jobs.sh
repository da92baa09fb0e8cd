#!/usr/bin/env bash
# Thousands of jobs that are all due at the same moment: time to "ready", memory, and time until all of their runs are done.
# Debian: apt-get install curl python3
# Usage: bench/jobs.sh [JOBS [SECONDS]]   (default 10000 jobs, due SECONDS after the start of the program, 60)
# JAVA_OPTS are those of the program (default -Xmx128m, the launcher's). RESULTS=FILE: jobs_ready, jobs_queued and jobs_done are appended to it as lines: name,
# seconds wall, seconds of the processor, MiB.
set -euo pipefail
cd "$(dirname "$0")/.."
JOBS=${1:-10000} LEAD=${2:-60}
W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-jobs-XXXXXX")
PIDS=()
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; wait; [ -n "${KEEP:-}" ] || rm -rf "$W"; }
trap finish EXIT
export JAVA_OPTS=${JAVA_OPTS:--Xmx128m}
./export-routes once --help >/dev/null 2>&1   # builds where needed, and prepares quick starts with this JVM
mkdir -p "$W/config" "$W/out"
JAVA_OPTS=-Xmx256m ./export-routes sandbox --port 0 --project crm > "$W/sandbox.log" 2>&1 & SANDBOX=$!; PIDS+=($SANDBOX)
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
note() { printf '%s\t%s\t%s\t%s\n' "$@" >> "${RESULTS:-/dev/null}"; }
memory() { awk -v k="$1:" '$1 == k {print int($2 / 1024)}' /proc/$RUN/status; }
echo "$JOBS jobs, due $LEAD s after the start; JAVA_OPTS=$JAVA_OPTS, $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg)"
START=$(date +%s.%N)
./export-routes run --config "$W/config" --state "$W/state" > "$W/run.log" 2>&1 & RUN=$!; PIDS+=($RUN)
until grep -q '^ready' "$W/run.log"; do kill -0 $RUN 2>/dev/null || { cat "$W/run.log" >&2; exit 1; }; sleep 0.1; done
READY=$(awk -v a="$START" -v b="$(date +%s.%N)" 'BEGIN {printf "%.2f", b - a}') RSS=$(memory VmRSS)
printf 'ready           %7.1f s   RSS %d MiB (peak %d)\n' "$READY" "$RSS" "$(memory VmHWM)"; note jobs_ready "$READY" "" "$RSS"
[ "$(date +%s)" -lt "$DUE" ] || echo "bench: the jobs were due before the program was ready; give more SECONDS" >&2
# Waits until all runs are done; then the times by the ledger, since they were due. Two look-ups in an index each 2 s disturb nobody.
TIMES=$(python3 - "$W/state/ledger.db" "$JOBS" "$DUE" $RUN $SANDBOX <<'PY'
import datetime, os, sqlite3, sys, time
jobs, due, pids = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
ledger = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=30)
def one(sql): return ledger.execute(sql).fetchone()[0]
def since(text): return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() - due
def processor(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
polls = 0
while True:
    time.sleep(2); os.kill(int(pids[0]), 0)
    queued = one("select max(rowid) from runs") or 0
    left = one("select count(*) from runs where state in ('QUEUED', 'EXPORTING', 'TRANSFERRING')")
    if queued >= jobs and not left: break
    polls += 1
    if polls % 15 == 0: print(f"  … {queued} in the ledger, {left} of them not done", file=sys.stderr)
print("%.1f %.1f" % (since(one("select max(created_at) from runs")), since(one("select max(finished_at) from runs"))),
      one("select count(*) from runs where state = 'SUCCEEDED'"), *("%.1f" % processor(pid) for pid in pids))
PY
) || { tail -20 "$W/run.log" >&2; exit 1; }
read -r QUEUED DONE OK CPU SANDBOX_CPU <<< "$TIMES"
PEAK=$(memory VmHWM)
echo "all queued      $(printf %7.1f "$QUEUED") s after they were due"
awk -v s="$DONE" -v n="$JOBS" -v ok="$OK" -v h="$PEAK" 'BEGIN { printf "all done        %7.1f s after they were due, %d of %d SUCCEEDED, %.0f runs/s, peak RSS %d MiB\n", s, ok, n, n / s, h }'
echo "processor       $(printf %7.1f "$CPU") s from its start; the sandbox $SANDBOX_CPU s"
echo "files: $(find "$W/out" -type f -name '*.manifest.json' | wc -l) sidecars, load $(cut -d' ' -f1-3 /proc/loadavg)"
[ "$OK" = "$JOBS" ] || { echo "bench: not all runs succeeded" >&2; exit 1; }
note jobs_queued "$QUEUED" "" ""; note jobs_done "$DONE" "$CPU" "$PEAK"
