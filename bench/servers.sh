# Sourced by run.sh and sweep.sh: the servers that both measure against, each on loopback, and what every measurement shares.
# SERVER=cheap (default): nginx takes the PUTs, neither hashes nor checks; SERVER=real: the lab's S3Proxy, which does both.
# CUSTODY=1: our jobs have a chain of custody.
# TLS=1: https at the source and at S3, by a certificate authority made for the run.
# RESULTS=FILE: each measurement is appended to it as a line: name, seconds wall, seconds of the processor, MiB.
# Debian: apt-get install nginx-light openssh-server rclone curl awscli openssl time python3
SERVER=${SERVER:-cheap} TLS=${TLS:-} SCHEME=http
[ -z "$TLS" ] || SCHEME=https
unset AWS_CA_BUNDLE SSL_CERT_FILE   # rclone refuses to start with some of them; everything here is on loopback
export AWS_EC2_METADATA_DISABLED=true
exec 8>"${BENCH_DIR:-/tmp}/export-routes-bench.lock"; flock 8   # one at a time: the ports are fixed, and so is the machine
ROOT=$(pwd); W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-bench-XXXXXX")
PIDS=()
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$W"; }
trap finish EXIT
need() { for tool in "$@"; do command -v "$tool" >/dev/null || { echo "bench: $tool is missing, see the first lines of bench/servers.sh" >&2; exit 2; }; done; }
need nginx rclone curl sftp openssl python3 /usr/sbin/sshd /usr/bin/time
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
./export-routes once --help >/dev/null 2>&1   # builds where needed, and prepares quick starts with this JVM
mkdir -p "$W"/{src,api,s3/bench,s3-tmp,sftp,file,config,out/down}; chmod 755 "$W"; chmod 777 "$W"/s3 "$W"/s3/bench "$W"/s3-tmp
SOURCE=$SCHEME://127.0.0.1:18088

certificates() {
  [ -n "$TLS" ] || return 0
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=bench authority" -keyout "$W/ca.key" -out "$W/ca.pem" 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=127.0.0.1" -keyout "$W/tls.key" -out "$W/tls.csr" 2>/dev/null
  openssl x509 -req -in "$W/tls.csr" -CA "$W/ca.pem" -CAkey "$W/ca.key" -CAcreateserial -days 2 -extfile <(echo "subjectAltName=IP:127.0.0.1") -out "$W/tls.pem" 2>/dev/null
  "${JAVA%java}keytool" -importcert -noprompt -alias bench -file "$W/ca.pem" -keystore "$W/trust.p12" -storetype PKCS12 -storepass changeit >/dev/null 2>&1
  TRUST="-Djavax.net.ssl.trustStore=$W/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
  export RCLONE_CA_CERT=$W/ca.pem CURL_CA_BUNDLE=$W/ca.pem
}
# nginx: the source (its locations are given) and, if cheap, the S3 server
start_nginx() { # locations of the source
  local listen="127.0.0.1:18088" listen_s3="127.0.0.1:18090" tls=""
  [ -z "$TLS" ] || { listen+=" ssl" listen_s3+=" ssl" tls="ssl_certificate $W/tls.pem; ssl_certificate_key $W/tls.key; ssl_session_cache shared:a:1m;"; }
  cat > "$W/nginx.conf" <<NG
user $(id -un); daemon off; worker_processes 1; pid $W/nginx.pid; error_log $W/nginx.err;
events { worker_connections 256; }
http { access_log off; sendfile on; keepalive_requests 100000; client_body_temp_path $W/s3-tmp; proxy_temp_path $W; fastcgi_temp_path $W; uwsgi_temp_path $W; scgi_temp_path $W; $tls
  server { listen $listen; $1 }
  server { listen $listen_s3; client_max_body_size 0; client_body_buffer_size 512k; default_type application/xml;
    # what rclone copy asks first: nothing is there
    location = /bench { if (\$request_method = GET) { return 200 '<ListBucketResult><Name>bench</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>'; } }
    location / { root $W/s3; dav_methods PUT DELETE; create_full_put_path on; } } }
NG
  nginx -c "$W/nginx.conf" & PIDS+=($!)
}
start_s3() {
  S3_ENDPOINT=$SCHEME://127.0.0.1:18090 S3_ACCESS_KEY=bench S3_SECRET_KEY=bench-secret-key-0123456789
  [ "$SERVER" = real ] || return 0
  [ -z "$TLS" ] || { echo "bench: SERVER=real speaks http alone" >&2; exit 2; }
  "$JAVA" -Xmx256m -Djava.io.tmpdir="$W" -Dlogback.configurationFile=io/exportroutes/logback.xml -cp "target/export-routes.jar:target/export-routes-lab.jar:target/lab-lib/*" io.exportroutes.lab.bench.BenchS3 > "$W/s3.env" 2>"$W/s3.err" & PIDS+=($!)
  for _ in $(seq 100); do grep -q S3_SECRET_KEY "$W/s3.env" && break; sleep 0.2; done
  . "$W/s3.env"
}
start_ssh() {
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
  SSH_PORT=12222 SSH_OPTIONS="-i $W/key -o UserKnownHostsFile=$W/known_hosts -o Ciphers=aes128-gcm@openssh.com"
  SFTP="sftp -q -b - -P 12222 $SSH_OPTIONS -B 262000 $(id -un)@127.0.0.1"
  SSH="ssh -q -p 12222 $SSH_OPTIONS $(id -un)@127.0.0.1"
}
configure_rclone() {
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
}
destinations() { # the key of an artifact; with S3_TUNING
  [ -z "${CUSTODY:-}" ] || [ -f "$W/signing" ] || ssh-keygen -q -t ed25519 -N '' -f "$W/signing"
  cat <<Y
version: 1
${CUSTODY:+custody: {signing-key-file: "$W/signing", signer: bench@example.com\}}
api: {base-url: "$SOURCE", token: pat_bench}
destinations:
  s3: {type: s3, bucket: bench, region: us-east-1, endpoint: "$S3_ENDPOINT", path-style: true, access-key: $S3_ACCESS_KEY, secret-key: $S3_SECRET_KEY, ${S3_TUNING-sign-payload: false, multipart-threshold: 5GiB}, key: "$1"}
  sftp: {type: sftp, host: 127.0.0.1, port: $SSH_PORT, username: $(id -un), private-key-file: $W/key, known-hosts-file: $W/known_hosts, directory: $W/sftp, key: "$1"}
  file: {type: file, directory: $W/file, key: "$1"}
Y
}
once() { # heap, job
  rm -rf "$W/state"
  JAVA_OPTS="${JAVA_OPTS-$1} ${TRUST:-}" ./export-routes once "$2" --config "$W/config" --state "$W/state" --output json > "$W/out/ours.json" 2>"$W/out/ours.err"
}
signed_put() { curl -sSf --aws-sigv4 aws:amz:us-east-1:s3 -u "$S3_ACCESS_KEY:$S3_SECRET_KEY" -H "x-amz-content-sha256: UNSIGNED-PAYLOAD" "$@"; }

note() { printf '%s\t%s\t%s\t%s\n' "$@" | tee -a "$W/results" >> "${RESULTS:-/dev/null}"; } # measurement, seconds wall, of the processor, MiB
measure() { # name of a function: its wall time, processor time of the client's side, highest memory of one process
  local e u s m
  rm -rf "$W"/sftp/* "$W"/file/* "$W"/s3/bench/* "$W"/out/a.zip "$W"/out/down/*; sync
  { declare -f; declare -p W TLS URL SFTP SSH SHA SIZE SOURCE SSH_PORT S3_ENDPOINT S3_ACCESS_KEY S3_SECRET_KEY RCLONE_CONFIG TRUST AWS 2>/dev/null || true; } > "$W/functions"
  /usr/bin/time -f '%e %U %S %M' -o "$W/time" bash -c "set -euo pipefail; . '$W/functions'; cd '$ROOT'; $1" || { echo "bench: $1 failed" >&2; cat "$W"/out/ours.err >&2 || true; return 1; }
  read -r e u s m < <(tail -1 "$W/time")
  note "$1" "$e" "$(awk -v u="$u" -v s="$s" 'BEGIN { print u + s }')" $((m / 1024))
}
rounds() { # measurements, in turn: what else the machine does meets all of them
  local round what
  for round in $(seq "$REPEATS"); do for what in "$@"; do measure "$what"; done; echo "  round $round of $REPEATS" >&2; done
}
# The service (heap, command between two runs, peers to measure after each), which runs a job each minute: the time of a run by the ledger, the
# processor time since the end of the run before. The first two runs, in which the JVM warms up, go by a name of their own.
warm() {
  local n wall cpu before=0 peak service name
  rm -rf "$W/state"; printf 'camel.management.port=0\n' > "$W/config/application.properties"
  JAVA_OPTS="${JAVA_OPTS-$1} ${TRUST:-}" ./export-routes run --config "$W/config" --state "$W/state" > "$W/out/run.log" 2>&1 & service=$!; PIDS+=($service)
  until grep -q '^ready' "$W/out/run.log"; do kill -0 $service || { cat "$W/out/run.log" >&2; return 1; }; sleep 0.2; done
  for n in $(seq $((REPEATS + 2))); do
    read -r wall cpu peak < <(ended "$service" "$n") || { echo "bench: run $n did not succeed" >&2; cat "$W/out/run.log" >&2; return 1; }
    [ "$n" -gt 2 ] && name=ours_warm || name=ours_warming
    note $name "$wall" "$(awk -v a="$cpu" -v b="$before" 'BEGIN { print a - b }')" "$peak"; before=$cpu
    $2 "$n"
    [ "$n" -le 2 ] || for what in $3; do measure "$what"; done
    echo "  run $n: $wall s" >&2
  done
  kill $service; wait $service || true
}
ended() { # pid of the service, how many runs; waits until they have ended, and says how long the last one took
  python3 - "$W/state/ledger.db" "$@" <<'PY'
import datetime, os, sqlite3, sys, time
ledger, pid, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
at = lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
rows = []
while len(rows) < count:
    time.sleep(0.2); os.kill(pid, 0)
    rows = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True, timeout=30).execute("select started_at, finished_at, state from runs where finished_at is not null order by finished_at").fetchall()
begun, end, state = rows[-1]
fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
peak = int(next(l for l in open(f"/proc/{pid}/status") if l.startswith("VmHWM")).split()[1]) // 1024
if state == "SUCCEEDED": print("%.2f %.2f %d" % (at(end) - at(begun), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), peak))
PY
}
median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
of() { awk -F'\t' -v n="$1" '$1 == n {print $2}' "$W/results" | median; }
table() { # of all that was measured
  local name
  cut -f1 "$W/results" | awk '!seen[$0]++' | while read -r name; do
    awk -F'\t' -v n="$name" '$1 == n' "$W/results" > "$W/one"
    printf '%-18s %8.2f s wall %8s s cpu (client) %6s MiB peak   [%s] [%s]\n' "$name" "$(of "$name")" "$(cut -f3 "$W/one" | median)" \
      "$(cut -f4 "$W/one" | sort -n | tail -1)" "$(cut -f2 "$W/one" | xargs)" "$(cut -f3 "$W/one" | xargs)"
  done
}
ratios() { # ours, peers: the medians of the wall time
  local ours=$1 peer; shift
  for peer; do awk -v o="$(of "$ours")" -v p="$(of "$peer")" -v n="$ours / $peer" 'BEGIN { if (o && p) printf "%-36s %.2f\n", n, o / p }'; done
}
title() { echo "$1, median of $REPEATS, $SERVER S3 server, $SCHEME, $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $("$JAVA" -version 2>&1 | head -1), $(rclone version | head -1)"; }
