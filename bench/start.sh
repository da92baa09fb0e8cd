#!/usr/bin/env bash
# How long a start takes: commands that only look, the service until "ready" and until its first scheduled run is in the ledger.
# Debian: apt-get install curl python3 time
# Usage: bench/start.sh [REPEATS]   (default 5; the median is shown). JAVA_OPTS are those of the program.
#   JAVA_OPTS=-Xshare:off bench/start.sh   what the class-data-sharing archive is worth
#   RESULTS=FILE bench/start.sh            each measurement is appended to it as a line: name, seconds wall, seconds of the processor, MiB
set -euo pipefail
cd "$(dirname "$0")/.."
REPEATS=${1:-5}
W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-start-XXXXXX")
PIDS=()
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; wait; rm -rf "$W"; }
trap finish EXIT
./export-routes once --help >/dev/null 2>&1   # builds where needed, and prepares quick starts with this JVM
mkdir -p "$W/config" "$W/out"
./export-routes sandbox --port 0 --project crm > "$W/sandbox.log" 2>&1 & PIDS+=($!)
for _ in $(seq 150); do API=$(grep -o 'http://127.0.0.1:[0-9]*' "$W/sandbox.log" | head -1) && [ -n "$API" ] && break; sleep 0.2; done
[ -n "${API:-}" ] || { echo "bench: the sandbox did not start" >&2; cat "$W/sandbox.log" >&2; exit 1; }
cat > "$W/config/exports.yaml" <<Y
version: 1
api: {base-url: "$API", token: pat_sandbox}
destinations:
  disk: {type: file, directory: $W/out}
jobs:
  tick: {project: crm, export: schema, format: sql, schedule: "* * * * * ?", destinations: [disk]}
Y
printf 'camel.management.port=0\n' > "$W/config/application.properties"
median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
show() { printf '%-34s %s\n' "$1" "$2"; }
note() { printf '%s\t%s\t%s\t%s\n' "$@" >> "${RESULTS:-/dev/null}"; }
timed() { # label, command: wall, processor and memory of the median run by wall time
  local label=$1 e u s m; shift
  for _ in $(seq "$REPEATS"); do
    /usr/bin/time -f '%e s wall, %U s user, %S s system, %M KiB' -a -o "$W/times" "$@" >/dev/null
    read -r e _ _ u _ _ s _ _ m _ < <(tail -1 "$W/times"); note "${label%%,*}" "$e" "$(awk -v u="$u" -v s="$s" 'BEGIN { print u + s }')" $((m / 1024))
  done
  show "$label" "$(sort -n "$W/times" | awk '{v[NR]=$0} END {print v[int((NR+1)/2)]}')"; rm "$W/times"
}
service() {
  for _ in $(seq "$REPEATS"); do
    rm -rf "$W/state"
    : > "$W/run.log"; local start ready first; start=$(date +%s.%N)
    ./export-routes run --config "$W/config" --state "$W/state" > "$W/run.log" 2>&1 & local run=$!
    until grep -q '^ready' "$W/run.log"; do kill -0 $run || { cat "$W/run.log" >&2; exit 1; }; sleep 0.02; done
    ready=$(date +%s.%N)
    first=$(python3 - "$W/state/ledger.db" <<'PY'
import datetime, sqlite3, sys, time
row = None
while row is None:
    time.sleep(0.02)
    row = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=30).execute("select min(created_at) from runs").fetchone()[0]
print(datetime.datetime.fromisoformat(row.replace("Z", "+00:00")).timestamp())
PY
)
    awk -v a="$start" -v b="$ready" 'BEGIN {print b - a}' >> "$W/ready"
    awk -v a="$start" -v b="$first" 'BEGIN {print b - a}' >> "$W/first"
    awk '/VmRSS/ {print int($2 / 1024)}' /proc/$run/status >> "$W/rss"
    note ready "$(tail -1 "$W/ready")" "" "$(tail -1 "$W/rss")"
    kill $run; wait $run || true
  done
  show "run: until ready" "$(median < "$W/ready") s"
  show "run: first scheduled run recorded" "$(median < "$W/first") s (a job that is due every second)"
  show "run: resident memory then" "$(median < "$W/rss") MiB"
}
echo "median of $REPEATS, $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | head -1), JAVA_OPTS=${JAVA_OPTS:-}"
timed "validate" ./export-routes validate --config "$W/config"
timed "once, a small schema export" ./export-routes once tick --config "$W/config" --state "$W/once" --output json
timed "jobs" ./export-routes jobs --config "$W/config" --state "$W/once"
service
