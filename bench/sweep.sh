#!/usr/bin/env bash
# Many small artifacts to S3 and SFTP: a sweep by this program beside what a user would pick instead, in the same run.
# Usage: [SERVER=cheap|real] [TLS=1] bench/sweep.sh [COUNT [KIB [REPEATS]]]   (default 1000 artifacts of 64 KiB, 5 times; the median
#        is shown; see bench/servers.sh)
#   ONLY="ours pipeline" bench/sweep.sh         some of the measurements alone
#   ONLY=ours_warm bench/sweep.sh 1000 64 5     the service, one sweep each minute: 5 after the first two, in which the JVM warms up
set -euo pipefail
cd "$(dirname "$0")/.."
COUNT=${1:-1000} KIB=${2:-64} REPEATS=${3:-5}
. bench/servers.sh

# --- the source: nginx with the artifacts, and the API's listing as files, a page of 500 each
python3 - "$W" "$COUNT" "$KIB" "$SOURCE" <<'PY'
import hashlib, json, os, sys, zipfile
w, count, kib = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
listing, sums, urls, puts, sftp = [], [], [], [], []
for n in range(count):
    name = f"exp_bench_{n:05d}"
    path = f"{w}/src/{name}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as z: z.writestr("table.json", os.urandom(kib << 10))
    data = open(path, "rb").read()
    sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
    urls.append(f"{sys.argv[4]}/projects/bench/export/download/{name}\n")
    sftp.append(f"put {w}/out/down/{name} {w}/sftp/{name}\n")
    listing.append({"id": name, "kind": "database_export", "scope": "project", "project": "bench", "table": None, "format": "zip", "download_name": name + ".zip",
      "content_type": "application/zip", "size_bytes": len(data), "status": "ready", "created_at": "2026-01-01T00:00:00Z", "expires_at": None})
for offset in range(0, count + 1, 500):
    page = {"ok": True, "data": {"exports": listing[offset:offset + 500], "total": count, "limit": 500, "offset": offset}, "error": None, "request_id": "r"}
    json.dump(page, open(f"{w}/api/page-{offset}", "w"))
open(w + "/sums", "w").writelines(sums); open(w + "/urls", "w").writelines(urls); open(w + "/sftp.batch", "w").writelines(sftp)
open(w + "/names", "w").writelines(f"exp_bench_{n:05d}\n" for n in range(count))
PY
certificates
start_nginx "
    location = /projects/bench/exports { default_type application/json; root $W/api; try_files /page-\$arg_offset /page-0 =404; }
    location ~ ^/projects/bench/export/download/(exp_bench_[0-9]+) { types { } default_type application/zip; alias $W/src/\$1; }"
start_s3
start_ssh
configure_rclone
URL=$SOURCE

schedule=
[ "${ONLY:-}" != ours_warm ] || schedule=', schedule: "0 * * * * ?"'
# the cheap server knows no signed chunks
{ destinations "{export-id}.zip"; echo "jobs:"; echo "  sweep: {project: bench, export: existing, destinations: [s3, sftp]$schedule}"; } > "$W/config/exports.yaml"
ours() { once -Xmx256m sweep; note ours_run "$(ours_run)" "" ""; }
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
    signed_put -K "$W/put.$part" & done; wait)
}
pipeline() { # the best that checks: parallel curl to disk, SHA-256 of all, then one sftp batch beside parallel curl PUTs
  fetch
  put_s3 & local put=$!
  $SFTP < "$W/sftp.batch" >/dev/null
  wait $put
}
rclone_both() { fetch; rclone copy "$@" "$W/out/down" s3:bench/r & local a=$!; rclone copy "$@" "$W/out/down" "ssh:$W/sftp/r"; wait $a; }
rclone_default() { rclone_both; }
# Unless told otherwise it starts a shell with md5sum at the SSH server after each file.
rclone_tuned() { rclone_both --transfers 16 --checkers 16 --no-check-dest --sftp-disable-hashcheck; }
renew() { sed -i -E "s/\"id\": \"(exp_bench_[0-9]+)[^\"]*/\"id\": \"\1_g$1/g" "$W"/api/page-*; } # the same artifacts as exports that are new

title "$COUNT x $KIB KiB"
if [ "${ONLY:-}" = ours_warm ]; then
  warm -Xmx256m renew "pipeline rclone_tuned"
  table; ratios ours_warm pipeline rclone_tuned
  exit
fi
rounds ${ONLY:-ours pipeline rclone_default rclone_tuned}
table
ratios ours pipeline rclone_default rclone_tuned
ratios ours_run pipeline rclone_default rclone_tuned   # the run alone, without the start of the JVM
