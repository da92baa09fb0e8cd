#!/usr/bin/env bash
# One artifact to S3, SFTP and a file: this program beside what a user would pick instead, in the same run on the same machine.
# Usage: [SERVER=cheap|real] [TLS=1] bench/run.sh [MIB [REPEATS]]   (default 1024 MiB, 5 times; the median is shown; see bench/servers.sh)
#   ONLY="ours_s3 ours_both" bench/run.sh  some of the measurements alone
#   ONLY=ours_warm bench/run.sh 1024 5     the service, one run each minute: 5 runs after the first two, in which the JVM warms up, and peers
#                                          after each of them. WARM="s3, sftp, file" for other destinations than S3 and SFTP
#   SERVER=real bench/run.sh 10240 1       above 5 GiB an upload is made in parts, which the cheap server does not know
#   MBPS=50 bench/run.sh                   source and destinations throttled to 50 MB/s each (ours alone)
#   JAVA_OPTS="..." bench/run.sh           other options of the JVM than -Xmx96m
set -euo pipefail
cd "$(dirname "$0")/.."
MIB=${1:-1024} REPEATS=${2:-5}
. bench/servers.sh
AWS=/usr/bin/aws   # Debian's, whatever else is on the path

# --- the source: nginx with a zip that does not compress, and the API's answers as files
python3 - "$W/src/artifact.zip" "$MIB" <<'PY'
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_STORED, allowZip64=True) as z:
    with z.open("table.json", "w", force_zip64=True) as out:
        for _ in range(int(sys.argv[2])): out.write(os.urandom(1 << 20))
PY
SIZE=$(stat -c %s "$W/src/artifact.zip"); SHA=$(sha256sum "$W/src/artifact.zip" | cut -d' ' -f1)
MANIFEST='{"id":"exp_bench_$request_id","kind":"database_export","scope":"project","project":"bench","table":null,"format":"zip","download_name":"artifact.zip","content_type":"application/zip","size_bytes":'$SIZE',"status":"ready","created_at":"2026-01-01T00:00:00Z","expires_at":null}'
certificates
start_nginx "
    location = /projects/bench/export/database { default_type application/json; return 200 '{\"ok\":true,\"data\":{\"export\":$MANIFEST},\"error\":null,\"request_id\":\"r\"}'; }
    location = /projects/bench/exports { default_type application/json; return 200 '{\"ok\":true,\"data\":{\"exports\":[$MANIFEST],\"total\":1,\"limit\":500,\"offset\":0},\"error\":null,\"request_id\":\"r\"}'; }
    location /projects/bench/export/download/ { types { } default_type application/zip; root $W/src; try_files /artifact.zip =404; ${MBPS:+limit_rate ${MBPS}000000;} }"
start_s3
start_ssh
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
  SSH_PORT=12223 S3_ENDPOINT=$SCHEME://127.0.0.1:12224
  sleep 0.5
fi
configure_rclone
URL=$SOURCE/projects/bench/export/download/exp_bench_1

configure() { # destinations, schedule
  { destinations "{run}.zip"; echo "jobs:"; echo "  bench: {project: bench, export: database, destinations: [$1]${2:+, schedule: \"$2\"}}"; } > "$W/config/exports.yaml"
}
ours() { configure "$1"; once -Xmx96m bench; grep -q "$SHA" "$W/out/ours.json"; }
ours_s3() { ours s3; }
ours_sftp() { ours sftp; }
ours_file() { ours file; }
ours_both() { ours "s3, sftp"; }
ours_all() { ours "s3, sftp, file"; }
ours_both_default() { S3_TUNING="part-size: 16MiB" ours "s3, sftp"; } # over http: signed, in parts
ours_all_default() { S3_TUNING="part-size: 16MiB" ours "s3, sftp, file"; } # signed, in parts
put_s3() { signed_put -T "$W/out/a.zip" "$S3_ENDPOINT/bench/curl.zip" >/dev/null; }
fetch() { curl -sSf "$URL" | tee "$W/out/a.zip" | sha256sum | grep -q "$SHA"; }
put_sftp() { echo "put $W/out/a.zip $W/sftp/pipeline.zip" | $SFTP >/dev/null; }
# The best that checks: curl to disk with the hash on the way, then PUT beside sftp.
pipeline_file() { fetch; }
pipeline_s3() { fetch; put_s3; }
pipeline_sftp() { fetch; put_sftp; }
pipeline_both() { fetch; put_s3 & local put=$!; put_sftp; wait $put; }
pipeline_all() { pipeline_both; } # the file on disk is the third copy
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
rclone_both() { rclone_s3 & local a=$!; rclone_sftp; wait $a; }
rclone_all() { rclone_both & local a=$!; rclone_file; wait $a; }
rclone_tuned_s3() { rclone_s3 --s3-upload-cutoff 5G; }
# rclone sends each piece that it reads as a packet of its own, which costs as much as a whole chunk: 16 KiB over https, so larger chunks make it
# slower there, by their size (seen, 256 MiB: 255k 13 s, 128k 7 s, 64k 5 s, its default of 32k 3 s; over http all about 2 s).
rclone_tuned_sftp() { if [ -n "$TLS" ]; then rclone_sftp --sftp-concurrency 128; else rclone_sftp --sftp-chunk-size 255k --sftp-concurrency 128; fi; }
rclone_tuned_both() { rclone_tuned_s3 & local a=$!; rclone_tuned_sftp; wait $a; }
rclone_tuned_all() { rclone_tuned_both & local a=$!; rclone_file; wait $a; }

title "$MIB MiB${MBPS:+, links of $MBPS MB/s}"
all="ours_both pipeline_both rclone_tuned_both rclone_both ours_both_default ours_all pipeline_all
  ours_file ours_s3 ours_sftp pipeline_file pipeline_s3 pipeline_sftp piped_all rclone_tuned_s3 rclone_tuned_sftp rclone_file"
# the cheap server knows no upload in parts
[ "$SERVER" = real ] || all=$(printf '%s\n' $all | grep -v -E '^(rclone_both|ours_both_default|piped_all)$')
[ -z "${MBPS:-}" ] || all="ours_file ours_s3 ours_sftp ours_both ours_all"
if [ "${ONLY:-}" = ours_warm ]; then
  configure "${WARM:-s3, sftp}" "0 * * * * ?"
  peers="pipeline_both rclone_tuned_both"
  warm -Xmx96m true "$peers"
  table; ratios ours_warm $peers
  exit
fi
rounds ${ONLY:-$all}
table
for what in both all; do ratios ours_$what pipeline_$what piped_$what rclone_tuned_$what rclone_$what; done
