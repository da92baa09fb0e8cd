#!/usr/bin/env bash
# Whether one commit is slower than another: both are built aside and measured in turn on the same machine.
# Usage: bench/regress.sh BASE [HEAD [ROUNDS]]   (default: HEAD, 5 rounds; about four minutes a round and as much for the builds)
#   ONLY="start sweep" bench/regress.sh main    some of: start, large, sweep
# A figure is called slower only where the medians differ by more than the base's own runs do among each other, and by 3 % at least.
set -euo pipefail
cd "$(dirname "$0")/.."
BASE=${1:?the commit to compare with} HEAD=${2:-HEAD} ROUNDS=${3:-5}
A=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-regress-XXXXXX")
trap 'rm -rf "$A"' EXIT
for side in base head; do
  [ $side = base ] && commit=$BASE || commit=$HEAD
  git clone -q --shared . "$A/$side"
  git -C "$A/$side" checkout -q "$(git rev-parse "$commit")"
  cp bench/*.sh "$A/$side/bench/" # both by the same measure
  (cd "$A/$side" && ./export-routes --version >/dev/null)
done
for round in $(seq "$ROUNDS"); do
  for side in base head; do
    cd "$A/$side"
    for what in ${ONLY:-start large sweep}; do
      case $what in
        start) bench/start.sh 1 ;;
        large) ONLY=ours_both bench/run.sh 1024 1 ;;
        sweep) ONLY=ours bench/sweep.sh 1000 64 1 ;;
      esac >> "$A/$side.out"
    done
    cd - >/dev/null
    echo "round $round, $side measured" >&2
  done
done
python3 - "$A/base.out" "$A/head.out" "$(git rev-parse --short "$BASE")" "$(git rev-parse --short "$HEAD")" <<'PY'
import re, statistics, sys
def read(path):
    seen = {}
    for line in open(path):
        large = re.match(r"(ours\w*) +([\d.]+) s wall +([\d.]+) s cpu", line)
        small = re.match(r"(.+?) {2,}([\d.]+) s(?: wall, ([\d.]+) s user, ([\d.]+) s system)?", line)
        if large:
            name = "1 GiB to S3 and SFTP" if large[1] == "ours_both" else "sweep" if large[1] == "ours" else large[1]
            wall, cpu = float(large[2]), float(large[3])
        elif small:
            name, wall, cpu = small[1], float(small[2]), float(small[3]) + float(small[4]) if small[3] else None
        else:
            continue
        seen.setdefault((name, "wall"), []).append(wall)
        if cpu is not None: seen.setdefault((name, "processor"), []).append(cpu)
    return seen
base, head = read(sys.argv[1]), read(sys.argv[2])
print(f"{'median, seconds':44} {sys.argv[3]:>9} {sys.argv[4]:>9}  ratio")
slower = 0
for key in base:
    if key not in head: continue
    before, now = statistics.median(base[key]), statistics.median(head[key])
    noise = max(0.03, (max(base[key]) - min(base[key])) / before / 2)
    verdict = "slower" if now > before * (1 + noise) else "faster" if now < before * (1 - noise) else ""
    slower += verdict == "slower"
    print(f"{key[0] + ', ' + key[1]:44} {before:9.2f} {now:9.2f}  {now / before:5.2f}  {verdict}")
sys.exit(1 if slower else 0)
PY
