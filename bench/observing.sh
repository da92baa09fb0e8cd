#!/usr/bin/env bash
# What it costs to be watched: many small runs of the service, all due at the same moment, with and without heartbeats, JSON logs, a
# scrape of the metrics each second, and tracing (spans that are made and sent nowhere).
# Debian: apt-get install curl python3
# Usage: bench/observing.sh [RUNS [ROUNDS]]   (default 1000 runs, 3 rounds in turn; the medians are shown)
#   ONLY="plain json" bench/observing.sh      some of plain, heartbeat, json, scraped and tracing alone
# RESULTS=FILE: observing_plain, … are appended to it as lines: name, seconds wall, seconds of the processor, MiB.
set -euo pipefail
cd "$(dirname "$0")/.."
RUNS=${1:-1000} ROUNDS=${2:-3} ONLY=${ONLY:-plain heartbeat json scraped tracing} LEAD=${LEAD:-30}
W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-observing-XXXXXX")
PIDS=()
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; [ -n "${KEEP:-}" ] || rm -rf "$W"; }
trap finish EXIT
./export-routes once --help >/dev/null 2>&1   # builds where needed
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
TRACING=
if [[ " $ONLY " == *" tracing "* ]]; then # as a user adds it: Camel's component, and an SDK that configures itself
  version() { sed -n "s|.*<$1.version>\(.*\)</$1.version>.*|\1|p" pom.xml | head -1; }
  cat > "$W/pom.xml" <<POM
<project><modelVersion>4.0.0</modelVersion><groupId>bench</groupId><artifactId>tracing</artifactId><version>1</version><dependencies>
<dependency><groupId>org.apache.camel</groupId><artifactId>camel-opentelemetry2</artifactId><version>$(version camel)</version></dependency>
<dependency><groupId>io.opentelemetry</groupId><artifactId>opentelemetry-sdk-extension-autoconfigure</artifactId><version>$(version opentelemetry)</version></dependency>
</dependencies></project>
POM
  mvn -B -q -f "$W/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$W/jars" >&2
  TRACING=":$W/jars/*"
fi
JAVA_OPTS=-Xmx256m ./export-routes sandbox --port 0 --project crm > "$W/sandbox.log" 2>&1 & PIDS+=($!)
for _ in $(seq 150); do API=$(grep -o 'http://127.0.0.1:[0-9]*' "$W/sandbox.log" | head -1) && [ -n "$API" ] && break; sleep 0.2; done
[ -n "${API:-}" ] || { echo "bench: the sandbox did not start" >&2; cat "$W/sandbox.log" >&2; exit 1; }
# Who is called by heartbeats: writes down each call that tells an end.
python3 - "$W" <<'PY' & PIDS+=($!)
import http.server, sys
class Pings(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
        if "/start" not in self.path: calls.write("."); calls.flush()
    do_GET = do_POST
    def log_message(self, *arguments): pass
calls = open(sys.argv[1] + "/pings", "w")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pings)
open(sys.argv[1] + "/pings.port", "w").write(str(server.server_port))
server.serve_forever()
PY
until [ -s "$W/pings.port" ]; do sleep 0.1; done
free_port() { python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"; }

measure() { # name of the variant
  local d="$W/$1" port due extra=() options=() classpath="target/export-routes.jar:target/lib/*" scraper=
  rm -rf "$d"; mkdir -p "$d/config" "$d/out"; port=$(free_port); : > "$W/pings"
  due=$(date -u -d "+$LEAD seconds" +%s)
  { echo "version: 1"; echo "api: {base-url: \"$API\", token: pat_sandbox}"
    [ "$1" != heartbeat ] || echo "heartbeat: {url: \"http://127.0.0.1:$(cat "$W/pings.port")/{job}\", start: true}"
    echo "destinations: {disk: {type: file, directory: $d/out}}"; echo "defaults: {destinations: [disk], deadline: 6h}"; echo "jobs:"
    for n in $(seq "$RUNS"); do echo "  job-$n: {project: crm, export: schema, format: sql, schedule: \"$(date -u -d "@$due" '+%-S %-M %-H * * ?')\"}"; done
  } > "$d/config/exports.yaml"
  echo "camel.management.port=$port" > "$d/config/application.properties"
  [ "$1" != json ] || extra=(--log-format json)
  [ "$1" != tracing ] || {
    echo "camel.opentelemetry2.enabled=true" >> "$d/config/application.properties"; classpath+=$TRACING
    options=(-Dotel.java.global-autoconfigure.enabled=true -Dotel.{traces,metrics,logs}.exporter=none)
  }
  MALLOC_ARENA_MAX=2 "$JAVA" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx192m -Dexportroutes.home="$PWD" "${options[@]}" -cp "$classpath" \
    io.exportroutes.Main run --config "$d/config" --state "$d/state" "${extra[@]}" > "$d/run.log" 2>&1 & local run=$!; PIDS+=("$run")
  until grep -qs '^ready' "$d/run.log"; do kill -0 "$run" 2>/dev/null || { cat "$d/run.log" >&2; exit 1; }; sleep 0.1; done
  [ "$(date +%s)" -lt "$due" ] || { echo "bench: the jobs were due before the program was ready; set LEAD to more seconds" >&2; exit 1; }
  [ "$1" != scraped ] || { while sleep 1; do curl -s -o /dev/null "http://127.0.0.1:$port/observe/metrics" || true; done & scraper=$!; PIDS+=("$scraper"); }
  python3 - "$d/state/ledger.db" "$RUNS" "$due" "$run" "$1" "$W" >> "$W/results" <<'PY' || { tail -20 "$d/run.log" >&2; exit 1; }
import datetime, os, sqlite3, sys, time
jobs, due, pid, name, w = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5], sys.argv[6]
def processor():
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
time.sleep(max(0, due - time.time() - 0.5))
before = processor()
ledger = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=30)
def one(sql): return ledger.execute(sql).fetchone()[0]
while one("select count(*) from runs where finished_at is not null") < jobs or name == "heartbeat" and os.path.getsize(w + "/pings") < jobs:
    time.sleep(1); os.kill(int(pid), 0)
used = processor() - before
last = datetime.datetime.fromisoformat(one("select max(finished_at) from runs").replace("Z", "+00:00")).timestamp()
if one("select count(*) from runs where state = 'SUCCEEDED'") != jobs: sys.exit("bench: not all runs succeeded")
peak = next(int(line.split()[1]) // 1024 for line in open(f"/proc/{pid}/status") if line.startswith("VmHWM"))
print(f"observing_{name}\t{last - due:.2f}\t{used:.2f}\t{peak}")
PY
  [ -z "$scraper" ] || kill "$scraper"
  kill "$run"; wait "$run" 2>/dev/null || true
}

echo "$RUNS runs of a schema to a file, $ROUNDS rounds; $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg)"
for round in $(seq "$ROUNDS"); do for variant in $ONLY; do measure "$variant"; echo "  … round $round, $(tail -1 "$W/results")" >&2; done; done
cat "$W/results" >> "${RESULTS:-/dev/null}"
python3 - "$W/results" <<'PY'
import statistics, sys
seen = {}
for line in open(sys.argv[1]):
    name, *values = line.split("\t"); seen.setdefault(name.replace("observing_", ""), []).append([float(v) for v in values])
median = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in seen.items()}
base = median.get("plain")
print(f"{'':12} {'wall':>9} {'processor':>10} {'against plain':>14} {'peak RSS':>9}   processor of each round")
for name, (wall, cpu, rss) in median.items():
    more = f"{100 * (cpu / base[1] - 1):+.1f} %" if base else ""
    print(f"{name:12} {wall:7.1f} s {cpu:8.1f} s {more:>14} {rss:5.0f} MiB   {', '.join('%.1f' % row[1] for row in seen[name])}")
PY
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
