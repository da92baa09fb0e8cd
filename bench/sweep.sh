#!/usr/bin/env bash
# Many small artifacts to S3 and SFTP: a sweep by this program beside what a user would pick instead, in the same run.
# Debian: apt-get install nginx-light openssh-server rclone curl time python3
# Usage: bench/sweep.sh [COUNT [KIB [REPEATS]]]   (default 1000 artifacts of 64 KiB, 5 times; the median is shown)
#        ONLY="ours pipeline" bench/sweep.sh measures these alone
set -euo pipefail
cd "$(dirname "$0")/.."
unset AWS_CA_BUNDLE   # rclone would read it for every connection, over http too
COUNT=${1:-1000} KIB=${2:-64} REPEATS=${3:-5}
ROOT=$(pwd); W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-sweep-XXXXXX")
PIDS=()
unset AWS_CA_BUNDLE SSL_CERT_FILE   # rclone refuses to start with some of them; everything here is on loopback
finish() { for p in "${PIDS[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$W"; }
trap finish EXIT
for tool in nginx rclone curl sftp python3 /usr/sbin/sshd /usr/bin/time; do
  command -v $tool >/dev/null || { echo "bench: $tool is missing, see the first lines of $0" >&2; exit 2; }
done
./export-routes --version >/dev/null 2>&1   # builds where needed

# --- the source: nginx with the artifacts, and the API's listing as files, a page of 500 each
mkdir -p "$W"/{src,api,sftp,config,out/down}
python3 - "$W" "$COUNT" "$KIB" <<'PY'
import hashlib, json, os, sys, zipfile
w, count, kib = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
listing, sums, urls, puts, sftp = [], [], [], [], []
for n in range(count):
    name = f"exp_bench_{n:05d}"
    path = f"{w}/src/{name}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as z: z.writestr("table.json", os.urandom(kib << 10))
    data = open(path, "rb").read()
    sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
    urls.append(f"http://127.0.0.1:18089/projects/bench/export/download/{name}\n")
    sftp.append(f"put {w}/out/down/{name} {w}/sftp/{name}\n")
    listing.append({"id": name, "kind": "database_export", "scope": "project", "project": "bench", "table": None, "format": "zip", "download_name": name + ".zip",
      "content_type": "application/zip", "size_bytes": len(data), "status": "ready", "created_at": "2026-01-01T00:00:00Z", "expires_at": None})
for offset in range(0, count + 1, 500):
    page = {"ok": True, "data": {"exports": listing[offset:offset + 500], "total": count, "limit": 500, "offset": offset}, "error": None, "request_id": "r"}
    json.dump(page, open(f"{w}/api/page-{offset}", "w"))
open(w + "/sums", "w").writelines(sums); open(w + "/urls", "w").writelines(urls); open(w + "/sftp.batch", "w").writelines(sftp)
open(w + "/names", "w").writelines(f"exp_bench_{n:05d}\n" for n in range(count))
PY
cat > "$W/nginx.conf" <<NG
daemon off; worker_processes 1; pid $W/nginx.pid; error_log $W/nginx.err;
events { worker_connections 256; }
http { access_log off; sendfile on; keepalive_requests 100000; client_body_temp_path $W; proxy_temp_path $W; fastcgi_temp_path $W; uwsgi_temp_path $W; scgi_temp_path $W;
  server { listen 127.0.0.1:18089;
    location = /projects/bench/exports { default_type application/json; root $W/api; try_files /page-\$arg_offset /page-0 =404; }
    location /projects/bench/export/download/ { default_type application/zip; alias $W/src/; } } }
NG
nginx -c "$W/nginx.conf" & PIDS+=($!)

# --- the destinations
ssh-keygen -q -t ed25519 -N '' -f "$W/host"; ssh-keygen -q -t ed25519 -N '' -f "$W/key"; cp "$W/key.pub" "$W/authorized"
cat > "$W/sshd.conf" <<SS
Port 12223
ListenAddress 127.0.0.1
HostKey $W/host
AuthorizedKeysFile $W/authorized
StrictModes no
PermitRootLogin prohibit-password
PidFile $W/sshd.pid
Subsystem sftp internal-sftp
SS
mkdir -p /run/sshd; /usr/sbin/sshd -D -f "$W/sshd.conf" & PIDS+=($!)
echo "[127.0.0.1]:12223 $(cut -d' ' -f1,2 "$W/host.pub")" > "$W/known_hosts"
java -Xmx256m -Djava.io.tmpdir="$W" -Dlogback.configurationFile=io/exportroutes/logback.xml -cp "target/export-routes.jar:target/export-routes-lab.jar:target/lab-lib/*" io.exportroutes.lab.bench.BenchS3 > "$W/s3.env" 2>"$W/s3.err" & PIDS+=($!)
for _ in $(seq 100); do grep -q S3_SECRET_KEY "$W/s3.env" && break; sleep 0.2; done
. "$W/s3.env"
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
port = 12223
user = $(id -un)
key_file = $W/key
known_hosts_file = $W/known_hosts
RC
SFTP="sftp -q -b - -P 12223 -i $W/key -o UserKnownHostsFile=$W/known_hosts -o Ciphers=aes128-gcm@openssh.com $(id -un)@127.0.0.1"

cat > "$W/config/exports.yaml" <<Y
version: 1
api: {base-url: "http://127.0.0.1:18089", token: pat_bench}
destinations:
  s3: {type: s3, bucket: bench, region: us-east-1, endpoint: "$S3_ENDPOINT", path-style: true, access-key: $S3_ACCESS_KEY, secret-key: $S3_SECRET_KEY, key: "{export-id}.zip"}
  sftp: {type: sftp, host: 127.0.0.1, port: 12223, username: $(id -un), private-key-file: $W/key, known-hosts-file: $W/known_hosts, directory: $W/sftp, key: "{export-id}.zip"}
jobs:
  sweep: {project: bench, export: existing, destinations: [s3, sftp]}
Y
ours() { rm -rf "$W/state"; JAVA_OPTS="${JAVA_OPTS:--Xmx256m}" ./export-routes once sweep --config "$W/config" --state "$W/state" --output json > "$W/out/ours.json" 2>"$W/out/ours.err"; }
# What the ledger says of the run itself: without the start of the JVM.
ours_run() { python3 -c "
import sqlite3, datetime as d, sys
r = sqlite3.connect('file:$W/state/ledger.db?mode=ro', uri=True).execute('select started_at, finished_at from runs').fetchone()
t = [d.datetime.fromisoformat(x.replace('Z', '+00:00')) for x in r]
print('%.2f' % (t[1] - t[0]).total_seconds())"; }
fetch() { (cd "$W/out/down" && xargs -a "$W/urls" -P 8 -n 125 curl -sSf --remote-name-all && sha256sum --quiet -c "$W/sums"); }
put_s3() { # four curls, each with a connection that it keeps
  (cd "$W/out/down" && for part in 0 1 2 3; do
    awk -v p=$part -v e="$S3_ENDPOINT" 'NR % 4 == p { print "upload-file = " $1; print "url = " e "/bench/curl-" $1; print "output = /dev/null" }' "$W/names" > "$W/put.$part"
    curl -sSf --aws-sigv4 aws:amz:us-east-1:s3 -u "$S3_ACCESS_KEY:$S3_SECRET_KEY" -H "x-amz-content-sha256: UNSIGNED-PAYLOAD" -K "$W/put.$part" & done; wait)
}
pipeline() { # the best that checks: parallel curl to disk, SHA-256 of all, then one sftp batch beside parallel curl PUTs
  fetch
  put_s3 & local put=$!
  $SFTP < "$W/sftp.batch" >/dev/null
  wait $put
}
rclone_both() { fetch; rclone copy "$@" "$W/out/down" s3:bench/r & local a=$!; rclone copy "$@" "$W/out/down" "ssh:$W/sftp/r"; wait $a; }
rclone_default() { rclone_both; }
rclone_tuned() { rclone_both --transfers 16 --checkers 16 --no-check-dest; }

declare -A WALL
measure() { # name
  local walls=() cpus=() peaks=() runs=() i
  for i in $(seq "$REPEATS"); do
    rm -rf "$W"/sftp/* "$W"/out/down/*; sync
    ( export W ROOT; declare -f > "$W/functions"; export S3_ENDPOINT S3_ACCESS_KEY S3_SECRET_KEY; declare -p W SFTP S3_ENDPOINT S3_ACCESS_KEY S3_SECRET_KEY RCLONE_CONFIG >> "$W/functions" )
    /usr/bin/time -f '%e %U %S %M' -o "$W/time" bash -c "set -euo pipefail; . '$W/functions'; cd '$ROOT'; $1" || { echo "bench: $1 failed" >&2; cat "$W"/out/ours.err >&2 || true; return 1; }
    read -r e u s m < <(tail -1 "$W/time"); walls+=("$e"); cpus+=("$(echo "$u $s" | awk '{print $1+$2}')"); peaks+=("$((m / 1024))")
    [ $1 != ours ] || runs+=("$(ours_run)")
  done
  local median='NR==n{print}' n=$(((REPEATS + 1) / 2))
  local w c p; w=$(printf '%s\n' "${walls[@]}" | sort -n | awk -v n=$n "$median"); c=$(printf '%s\n' "${cpus[@]}" | sort -n | awk -v n=$n "$median"); p=$(printf '%s\n' "${peaks[@]}" | sort -n | tail -1)
  WALL[$1]=$w
  [ ${#runs[@]} -eq 0 ] || WALL[ours_run]=$(printf '%s\n' "${runs[@]}" | sort -n | awk -v n=$n "$median")
  printf '%-18s %8.2f s wall %8.2f s cpu (client) %6d MiB peak   [%s]\n' "$1" "$w" "$c" "$p" "${walls[*]}"
}
echo "$COUNT x $KIB KiB, median of $REPEATS, $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(java -version 2>&1 | head -1), $(rclone version | head -1)"
for what in ${ONLY:-ours pipeline rclone_default rclone_tuned}; do measure $what; done
[ -z "${ONLY:-}" ] || exit 0
printf '%-18s %8.2f s wall (the run alone, without the start of the JVM)\n' ours_run "${WALL[ours_run]}"
for peer in pipeline rclone_default rclone_tuned; do
  awk -v o="${WALL[ours]}" -v r="${WALL[ours_run]}" -v p="${WALL[$peer]}" -v n=$peer 'BEGIN { printf "ours / %-16s %.2f   without the start of the JVM %.2f\n", n, o / p, r / p }'
done
