#!/usr/bin/env bash
# One artifact to S3, SFTP and a file: this program beside what a user would pick instead, in the same run on the same machine.
# Debian: apt-get install nginx-light openssh-server rclone curl awscli time python3
# Usage: bench/run.sh [MIB [REPEATS]]   (default 1024 MiB, 5 times; the median is shown)
#   ONLY="ours_s3 ours_all" bench/run.sh   some of the measurements alone
#   ONLY=ours_warm bench/run.sh 1024 8     the service, one run each minute: what is left once the JVM has warmed up
#   MBPS=50 bench/run.sh                   source and destinations throttled to 50 MB/s each (ours alone)
#   JAVA_OPTS="..." bench/run.sh           other options of the JVM than -Xmx96m
set -euo pipefail
cd "$(dirname "$0")/.."
MIB=${1:-1024} REPEATS=${2:-5}
ROOT=$(pwd); W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-bench-XXXXXX")
PIDS=()
unset AWS_CA_BUNDLE SSL_CERT_FILE   # rclone refuses to start with some of them; everything here is on loopback
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$W"; }
trap finish EXIT
AWS=/usr/bin/aws   # Debian's, whatever else is on the path
for tool in nginx rclone curl sftp python3 $AWS /usr/sbin/sshd /usr/bin/time; do
  command -v $tool >/dev/null || { echo "bench: $tool is missing, see the first lines of $0" >&2; exit 2; }
done
./export-routes --version >/dev/null 2>&1   # builds where needed

# --- the source: nginx with a zip that does not compress, and the API's answers as files
mkdir -p "$W"/{src,sftp,file,config,out}
python3 - "$W/src/artifact.zip" "$MIB" <<'PY'
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_STORED, allowZip64=True) as z:
    with z.open("table.json", "w", force_zip64=True) as out:
        for _ in range(int(sys.argv[2])): out.write(os.urandom(1 << 20))
PY
SIZE=$(stat -c %s "$W/src/artifact.zip"); SHA=$(sha256sum "$W/src/artifact.zip" | cut -d' ' -f1)
MANIFEST='{"id":"exp_bench_$request_id","kind":"database_export","scope":"project","project":"bench","table":null,"format":"zip","download_name":"artifact.zip","content_type":"application/zip","size_bytes":'$SIZE',"status":"ready","created_at":"2026-01-01T00:00:00Z","expires_at":null}'
cat > "$W/nginx.conf" <<NG
daemon off; worker_processes 1; pid $W/nginx.pid; error_log $W/nginx.err;
events { worker_connections 64; }
http { access_log off; sendfile on; client_body_temp_path $W; proxy_temp_path $W; fastcgi_temp_path $W; uwsgi_temp_path $W; scgi_temp_path $W;
  server { listen 127.0.0.1:18088;
    location = /projects/bench/export/database { default_type application/json; return 200 '{"ok":true,"data":{"export":$MANIFEST},"error":null,"request_id":"r"}'; }
    location = /projects/bench/exports { default_type application/json; return 200 '{"ok":true,"data":{"exports":[$MANIFEST],"total":1,"limit":500,"offset":0},"error":null,"request_id":"r"}'; }
    location /projects/bench/export/download/ { types { } default_type application/zip; root $W/src; try_files /artifact.zip =404; ${MBPS:+limit_rate ${MBPS}000000;} } } }
NG
nginx -c "$W/nginx.conf" & PIDS+=($!)

# --- the destinations
ssh-keygen -q -t ed25519 -N '' -f "$W/host"; ssh-keygen -q -t ed25519 -N '' -f "$W/key"; cp "$W/key.pub" "$W/authorized"
cat > "$W/sshd.conf" <<SS
Port 12222
ListenAddress 127.0.0.1
HostKey $W/host
AuthorizedKeysFile $W/authorized
StrictModes no
PermitRootLogin prohibit-password
PidFile $W/sshd.pid
Subsystem sftp internal-sftp
SS
mkdir -p /run/sshd; /usr/sbin/sshd -D -f "$W/sshd.conf" & PIDS+=($!)
for port in 12222 12223; do echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$W/host.pub")"; done > "$W/known_hosts"
java -Xmx256m -Djava.io.tmpdir="$W" -Dlogback.configurationFile=io/exportroutes/logback.xml -cp "target/export-routes.jar:target/export-routes-lab.jar:target/lab-lib/*" io.exportroutes.lab.bench.BenchS3 > "$W/s3.env" 2>"$W/s3.err" & PIDS+=($!)
for _ in $(seq 100); do grep -q S3_SECRET_KEY "$W/s3.env" && break; sleep 0.2; done
. "$W/s3.env"
SSH_PORT=12222
if [ -n "${MBPS:-}" ]; then # a link for each destination
  cat > "$W/link.py" <<'PY'
import socket, sys, threading, time
def pump(source, sink, rate):
    debt, last = 0.0, time.monotonic()
    while True:
        data = source.recv(65536)
        if not data:
            try: sink.shutdown(socket.SHUT_WR)
            except OSError: pass
            return
        sink.sendall(data)
        now = time.monotonic(); debt = max(0.0, debt - (now - last) * rate) + len(data); last = now
        if debt > rate / 50: time.sleep(debt / rate)
listen, to, rate = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) * 1e6
server = socket.create_server(("127.0.0.1", listen))
while True:
    near, _ = server.accept(); far = socket.create_connection(("127.0.0.1", to))
    threading.Thread(target=pump, args=(near, far, rate), daemon=True).start()
    threading.Thread(target=pump, args=(far, near, rate), daemon=True).start()
PY
  python3 "$W/link.py" 12223 12222 "$MBPS" & PIDS+=($!)
  python3 "$W/link.py" 12224 "${S3_ENDPOINT##*:}" "$MBPS" & PIDS+=($!)
  SSH_PORT=12223 S3_ENDPOINT=http://127.0.0.1:12224
  sleep 0.5
fi
export RCLONE_CONFIG=$W/rclone.conf
cat > "$RCLONE_CONFIG" <<RC
[s3]
type = s3
provider = Other
endpoint = $S3_ENDPOINT
access_key_id = $S3_ACCESS_KEY
secret_access_key = $S3_SECRET_KEY
force_path_style = true
no_check_bucket = true
[ssh]
type = sftp
host = 127.0.0.1
port = 12222
user = $(id -un)
key_file = $W/key
known_hosts_file = $W/known_hosts
RC
URL=http://127.0.0.1:18088/projects/bench/export/download/exp_bench_1
SSH_OPTIONS="-i $W/key -o UserKnownHostsFile=$W/known_hosts -o Ciphers=aes128-gcm@openssh.com"
SFTP="sftp -q -b - -P 12222 $SSH_OPTIONS -B 262000 $(id -un)@127.0.0.1"
SSH="ssh -q -p 12222 $SSH_OPTIONS $(id -un)@127.0.0.1"

configure() { # destinations, schedule
  local when=${2:+", schedule: \"$2\""}
  cat > "$W/config/exports.yaml" <<Y
version: 1
api: {base-url: "http://127.0.0.1:18088", token: pat_bench}
destinations:
  s3: {type: s3, bucket: bench, region: us-east-1, endpoint: "$S3_ENDPOINT", path-style: true, access-key: $S3_ACCESS_KEY, secret-key: $S3_SECRET_KEY, ${S3_TUNING:-sign-payload: false, multipart-threshold: 5GiB}, key: "{run}.zip"}
  sftp: {type: sftp, host: 127.0.0.1, port: $SSH_PORT, username: $(id -un), private-key-file: $W/key, known-hosts-file: $W/known_hosts, directory: $W/sftp, key: "{run}.zip"}
  file: {type: file, directory: $W/file, key: "{run}.zip"}
jobs:
  bench: {project: bench, export: database, destinations: [$1]$when}
Y
}
ours() { configure "$1"; rm -rf "$W/state"; JAVA_OPTS="${JAVA_OPTS:--Xmx96m}" ./export-routes once bench --config "$W/config" --state "$W/state" --output json > "$W/out/ours.json" 2>"$W/out/ours.err"; grep -q "$SHA" "$W/out/ours.json"; }
ours_s3() { ours s3; }
ours_sftp() { ours sftp; }
ours_file() { ours file; }
ours_all() { ours "s3, sftp, file"; }
ours_all_default() { S3_TUNING="part-size: 16MiB" ours "s3, sftp, file"; } # signed, in parts
put_s3() { curl -sSf --aws-sigv4 aws:amz:us-east-1:s3 -u "$S3_ACCESS_KEY:$S3_SECRET_KEY" -H "x-amz-content-sha256: UNSIGNED-PAYLOAD" -T "$W/out/a.zip" "$S3_ENDPOINT/bench/curl.zip" >/dev/null; }
fetch() { curl -sSf "$URL" | tee "$W/out/a.zip" | sha256sum | grep -q "$SHA"; }
put_sftp() { echo "put $W/out/a.zip $W/sftp/pipeline.zip" | $SFTP >/dev/null; }
# The best that checks: curl to disk with the hash on the way, then PUT beside sftp; the file on disk is the third copy.
pipeline_file() { fetch; }
pipeline_s3() { fetch; put_s3; }
pipeline_sftp() { fetch; put_sftp; }
pipeline_all() { fetch; put_s3 & local put=$!; put_sftp; wait $put; }
# Nothing in between: curl into the AWS command line, ssh, a file and the hash at once. What arrived is there before it is known to be whole.
piped_all() {
  rm -f "$W"/out/pipe.*; mkfifo "$W/out/pipe.ssh" "$W/out/pipe.sum"
  $SSH "cat > $W/sftp/piped.zip" < "$W/out/pipe.ssh" & local ssh=$!
  sha256sum < "$W/out/pipe.sum" > "$W/out/sum" & local sum=$!
  curl -sSf "$URL" | tee "$W/out/pipe.ssh" "$W/out/pipe.sum" "$W/file/piped.zip" |
    AWS_ACCESS_KEY_ID=$S3_ACCESS_KEY AWS_SECRET_ACCESS_KEY=$S3_SECRET_KEY AWS_DEFAULT_REGION=us-east-1 $AWS --endpoint-url "$S3_ENDPOINT" s3 cp --quiet --expected-size "$SIZE" - s3://bench/piped.zip
  wait $ssh; wait $sum; grep -q "$SHA" "$W/out/sum"
}
rclone_s3() { rclone copyurl "$@" "$URL" s3:bench/r.zip; }
rclone_sftp() { rclone copyurl "$@" "$URL" "ssh:$W/sftp/r.zip"; }
rclone_file() { rclone copyurl "$URL" "$W/file/r.zip"; }
rclone_all() { rclone_s3 & local a=$!; rclone_sftp & local b=$!; rclone_file; wait $a; wait $b; }
rclone_tuned_s3() { rclone_s3 --s3-upload-cutoff 5G; }
rclone_tuned_sftp() { rclone_sftp --sftp-chunk-size 255k --sftp-concurrency 128; }
rclone_tuned_all() { rclone_tuned_s3 & local a=$!; rclone_tuned_sftp & local b=$!; rclone_file; wait $a; wait $b; }

ours_warm() { # the service with a run each minute; the time of each run by the ledger, the processor time from the end of one to the end of the next
  configure "s3, sftp, file" "0 * * * * ?"; rm -rf "$W/state"; printf 'camel.management.port=0\n' > "$W/config/application.properties"
  JAVA_OPTS="${JAVA_OPTS:--Xmx96m}" ./export-routes run --config "$W/config" --state "$W/state" > "$W/out/run.log" 2>&1 & local service=$!; PIDS+=($service)
  python3 - "$W/state/ledger.db" "$service" "$REPEATS" <<'PY'
import datetime, os, sqlite3, sys, time
ledger, pid, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
def cpu():
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
def peak(): return int(next(l for l in open(f"/proc/{pid}/status") if l.startswith("VmHWM")).split()[1]) // 1024
at = lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
while not os.path.exists(ledger): os.kill(pid, 0); time.sleep(0.2)
time.sleep(5)
seen, before = set(), cpu()
while len(seen) < repeats:
    time.sleep(0.2)
    for run, state, begun, ended in sqlite3.connect(f"file:{ledger}?mode=ro", uri=True, timeout=30).execute("select id, state, started_at, finished_at from runs where finished_at is not null"):
        if run in seen: continue
        seen.add(run); spent, before = cpu() - before, cpu()
        print(f"ours_warm, run {len(seen)}: {at(ended) - at(begun):8.2f} s wall {spent:8.2f} s cpu (client) {peak():6d} MiB peak   {state}", flush=True)
PY
  kill "$service"; wait "$service" || true
  rm -f "$W"/sftp/* "$W"/file/*
}

declare -A WALL
measure() { # name
  local walls=() cpus=() peaks=() i
  for i in $(seq "$REPEATS"); do
    rm -rf "$W"/sftp/* "$W"/file/* "$W"/out/a.zip; sync
    ( export W ROOT MIB; declare -f > "$W/functions"; declare -p W URL SFTP SSH AWS SHA SIZE SSH_PORT S3_ENDPOINT S3_ACCESS_KEY S3_SECRET_KEY RCLONE_CONFIG >> "$W/functions" )
    /usr/bin/time -f '%e %U %S %M' -o "$W/time" bash -c "set -euo pipefail; . '$W/functions'; cd '$ROOT'; $1" || { echo "bench: $1 failed" >&2; cat "$W"/out/ours.err >&2 || true; return 1; }
    read -r e u s m < <(tail -1 "$W/time"); walls+=("$e"); cpus+=("$(echo "$u $s" | awk '{print $1+$2}')"); peaks+=("$((m / 1024))")
  done
  local median='NR==n{print}' n=$(((REPEATS + 1) / 2))
  local w c p; w=$(printf '%s\n' "${walls[@]}" | sort -n | awk -v n=$n "$median"); c=$(printf '%s\n' "${cpus[@]}" | sort -n | awk -v n=$n "$median"); p=$(printf '%s\n' "${peaks[@]}" | sort -n | tail -1)
  WALL[$1]=$w
  printf '%-18s %8.2f s wall %8.2f s cpu (client) %6d MiB peak   [%s]\n' "$1" "$w" "$c" "$p" "${walls[*]}"
}
echo "$MIB MiB, median of $REPEATS, $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)${MBPS:+, links of $MBPS MB/s}, $(java -version 2>&1 | head -1), $(rclone version | head -1)"
all="ours_file ours_s3 ours_sftp ours_all ours_all_default pipeline_file pipeline_s3 pipeline_sftp pipeline_all piped_all
  rclone_file rclone_s3 rclone_sftp rclone_all rclone_tuned_s3 rclone_tuned_sftp rclone_tuned_all"
[ -z "${MBPS:-}" ] || all="ours_file ours_s3 ours_sftp ours_all"
for what in ${ONLY:-$all}; do [ "$what" = ours_warm ] && ours_warm || measure "$what"; done
[ -n "${WALL[ours_all]:-}" ] || exit 0
for peer in "${!WALL[@]}"; do
  [[ $peer = ours_all || $peer != *_all* ]] || awk -v o="${WALL[ours_all]}" -v p="${WALL[$peer]}" -v n="$peer" 'BEGIN { printf "ours_all / %-18s %.2f\n", n, o / p }'
done
