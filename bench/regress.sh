#!/usr/bin/env bash
# Whether one commit is slower than another: both are built aside and measured in turn on the same machine.
# Usage: bench/regress.sh BASE [HEAD [ROUNDS]]   (default: HEAD, 5 rounds; about four minutes a round and as much for the builds)
# Debian: those of bench/servers.sh and bench/start.sh
#   ONLY="start sweep" bench/regress.sh main    some of: start, large, sweep
#   MIB=64 COUNT=100 KIB=64 bench/regress.sh …  other sizes than 1024 MiB and 1000 artifacts of 64 KiB
# A figure is called slower only where the medians differ by more than the runs of one commit do among each other, and by 3 % at least; with fewer
# than 3 rounds nothing is called anything.
set -euo pipefail
cd "$(dirname "$0")/.."
BASE=${1:?the commit to compare with} HEAD=${2:-HEAD} ROUNDS=${3:-${ROUNDS:-5}}
A=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-regress-XXXXXX")
trap 'rm -rf "$A"' EXIT
for side in base head; do
  [ $side = base ] && commit=$BASE || commit=$HEAD
  git clone -q --shared . "$A/$side"
  git -C "$A/$side" checkout -q "$(git rev-parse "$commit")"
  cp bench/*.sh "$A/$side/bench/" # both by the same measure
  (cd "$A/$side" && ./export-routes once --help >/dev/null)   # builds it, and prepares quick starts
done
for round in $(seq "$ROUNDS"); do
  for side in base head; do
    for what in ${ONLY:-start large sweep}; do
      cd "$A/$side"; export RESULTS=$A/$side.results
      case $what in
        start) ONLY= bench/start.sh 1 ;;
        large) ONLY=ours_both bench/run.sh "${MIB:-1024}" 1 ;;
        sweep) ONLY=ours bench/sweep.sh "${COUNT:-1000}" "${KIB:-64}" 1 ;;
        *) echo "bench: there is no measurement $what" >&2; exit 2 ;;
      esac > "$A/out" 2>&1 || { cat "$A/out" >&2; exit 2; }
      cd - >/dev/null
    done
    echo "round $round, $side measured" >&2
  done
done
python3 - "$A/base.results" "$A/head.results" "$(git rev-parse --short "$BASE")" "$(git rev-parse --short "$HEAD")" <<'PY'
import statistics, sys
names = {"ours_both": "large to S3 and SFTP", "ours": "sweep", "ours_run": "sweep, without the start", "ready": "run to ready"}
def read(path):
    seen = {}
    for line in open(path):
        name, *values = line.rstrip("\n").split("\t")
        for unit, value in zip(("s wall", "s of the processor", "MiB"), values):
            if value: seen.setdefault((names.get(name, name), unit), []).append(float(value))
    return seen
base, head = read(sys.argv[1]), read(sys.argv[2])
print(f"{'median':44} {sys.argv[3]:>9} {sys.argv[4]:>9}  ratio")
slower = 0
for key in base:
    if key not in head: continue
    before, now = statistics.median(base[key]), statistics.median(head[key])
    noise = max([0.03] + [(max(side[key]) - min(side[key])) / before / 2 for side in (base, head)]) if len(base[key]) > 2 else float("inf")
    verdict = "slower" if now > before * (1 + noise) else "faster" if now < before * (1 - noise) else ""
    slower += verdict == "slower"
    print(f"{key[0] + ', ' + key[1]:44} {before:9.2f} {now:9.2f}  {now / before:5.2f}  {verdict}")
sys.exit(1 if slower else 0)
PY
