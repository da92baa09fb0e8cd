#!/usr/bin/env bash
# Every aim for speed, beside what a user would pick instead: one run of the other benchmarks, a table of their medians, and a line for each aim.
# Debian: those of bench/servers.sh and bench/jobs.sh
# Usage: bench/aims.sh [REPEATS]   (default 5; about an hour and a half on 2 cores, on which nothing else should run)
#   ONLY="large sweep" bench/aims.sh   some of: large tls sweep start warm jobs real
#   MIB=1024 COUNT=1000 KIB=64 JOBS=10000 LEAD=60   other sizes, for which the aims in seconds are not meant
# On the JVM of JAVA_HOME or the path, and on a JDK 25 of JAVA25_HOME or /usr/lib/jvm, where there is one. jobs and real: once, on the first alone.
# The figures stay in target/aims, a file for each benchmark; ONLY=none prints them again.
set -euo pipefail
cd "$(dirname "$0")/.."
REPEATS=${1:-5} MIB=${MIB:-1024} COUNT=${COUNT:-1000} KIB=${KIB:-64} JOBS=${JOBS:-10000}
WHAT=${ONLY:-large tls sweep start warm jobs real} OUT=$PWD/target/aims
unset TLS SERVER MBPS WARM S3_TUNING JAVA_OPTS   # the aims are for what is there unless told otherwise
version() { "${1:+$1/bin/}java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p'; }
JDK=${JAVA_HOME:-} JDK25=
for folder in "${JAVA25_HOME:-}" /usr/lib/jvm/*25*; do
  [ -n "$JDK25" ] || [ ! -x "$folder/bin/java" ] || [ "$(version "$folder")" = "$(version "$JDK")" ] || JDK25=$folder
done
if [ "$WHAT" != none ]; then
  rm -rf "$OUT"; mkdir -p "$OUT"
  echo "$MIB MiB, $COUNT x $KIB KiB, $JOBS jobs" > "$OUT/sizes"
  echo "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg) at the start" > "$OUT/about"
fi

bench() { # name, JDK, ONLY, command; with SERVER and TLS of the caller
  export RESULTS="$OUT/$1-$(version "$2")"
  echo; echo "--- $1"
  ( if [ -n "$2" ]; then export JAVA_HOME=$2; fi; ONLY="$3" "${@:4}" ) || echo "${RESULTS##*/} broke off" | tee -a "$OUT/about" >&2
}
both() { bench "$1" "$JDK" "${@:2}"; [ -z "$JDK25" ] || bench "$1" "$JDK25" "${@:2}"; } # on each JDK
large="ours_both pipeline_both rclone_tuned_both"
for what in $WHAT; do
  case $what in
    large) both large "$large" bench/run.sh "$MIB" "$REPEATS" ;;
    tls) TLS=1 both large-tls "$large" bench/run.sh "$MIB" "$REPEATS" ;;
    sweep) both sweep "ours pipeline rclone_tuned" bench/sweep.sh "$COUNT" "$KIB" "$REPEATS" ;;
    start) both start "" bench/start.sh "$REPEATS" ;;
    warm)
      both warm ours_warm bench/run.sh "$MIB" "$REPEATS"
      TLS=1 both warm-tls ours_warm bench/run.sh "$MIB" "$REPEATS"
      both warm-sweep ours_warm bench/sweep.sh "$COUNT" "$KIB" "$REPEATS" ;;
    jobs) bench jobs "$JDK" "" bench/jobs.sh "$JOBS" "${LEAD:-60}" ;;
    real) # with rclone as it is: its upload in parts needs this server, and its sweep takes minutes
      SERVER=real bench real "$JDK" "$large rclone_both ours_both_default" bench/run.sh "$MIB" 1
      SERVER=real bench real-sweep "$JDK" "ours pipeline rclone_tuned rclone_default" bench/sweep.sh "$COUNT" "$KIB" 1 ;;
    none) ;;
    *) echo "bench: there is no $what, see the first lines of bench/aims.sh" >&2; exit 2 ;;
  esac
done
echo
exec python3 - "$OUT" <<'PY'
import pathlib, statistics, sys
seen = {}   # (benchmark, Java, measurement) -> [wall], [processor], [memory]
out = pathlib.Path(sys.argv[1])
for file in sorted(out.glob("*-*")):
    benchmark, java = file.name.rsplit("-", 1)
    for line in file.read_text().splitlines():
        name, *values = line.split("\t")
        lists = seen.setdefault((benchmark, java, name), ([], [], []))
        for values_of, value in zip(lists, values):
            if value: values_of.append(float(value))
def of(benchmark, java, name, unit):
    values = seen.get((benchmark, java, name), ([], [], []))[unit]
    return statistics.median(values) if values else None
def show(value, form=".2f"): return "" if value is None else format(value, form)

print(f"{'medians':12} {'Java':>4} {'':18} {'runs':>5} {'s wall':>9} {'s of the processor':>19} {'peak MiB':>9}")
for (benchmark, java, name), (walls, processors, peaks) in seen.items():
    print(f"{benchmark:12} {java:>4} {name:18} {len(walls):5} {show(of(benchmark, java, name, 0)):>9} {show(of(benchmark, java, name, 1)):>19} {show(max(peaks, default=None), '.0f'):>9}")

WALL, PROCESSOR, MEMORY = range(3)
units = ["s wall", "s of the processor", "MiB"]
# The aim is a figure, or a multiple of a peer's wall time; (Java 17, Java 25 and later) where it depends
AIMS = [
    ("1024 MiB", "to S3 + SFTP", "large", "ours_both", WALL, (1.25, 1.0), "pipeline_both"),
    ("1024 MiB", "to S3 + SFTP", "large", "ours_both", PROCESSOR, 7, None),
    ("1024 MiB", "https", "large-tls", "ours_both", WALL, 1.5, "pipeline_both"),
    ("1000 x 64 KiB", "", "sweep", "ours", WALL, 5, None),
    ("1000 x 64 KiB", "", "sweep", "ours", PROCESSOR, 8, None),
    ("", "once", "start", "once", WALL, 1.3, None),
    ("", "run to ready", "start", "ready", WALL, 1.0, None),
    ("1024 MiB", "warm", "warm", "ours_warm", WALL, 0.75, "pipeline_both"),
    ("1024 MiB", "warm", "warm", "ours_warm", WALL, 1.1, "rclone_tuned_both"),
    ("1024 MiB", "https, warm", "warm-tls", "ours_warm", WALL, 1.0, "pipeline_both"),
    ("1000 x 64 KiB", "warm", "warm-sweep", "ours_warm", WALL, 2.5, None),
    ("10000 jobs", "queued", "jobs", "jobs_queued", WALL, 3, None),
    ("10000 jobs", "done", "jobs", "jobs_done", WALL, 45, None),
    ("10000 jobs", "memory", "jobs", "jobs_done", MEMORY, 350, None),
    # of a real server there are no aims
    ("1024 MiB", "real server", "real", "ours_both", WALL, None, "pipeline_both"),
    ("1024 MiB", "real server", "real", "ours_both", WALL, None, "rclone_tuned_both"),
    ("1024 MiB", "real server", "real", "ours_both", WALL, None, "rclone_both"),
    ("1000 x 64 KiB", "real server", "real-sweep", "ours", WALL, None, "pipeline"),
    ("1000 x 64 KiB", "real server", "real-sweep", "ours", WALL, None, "rclone_tuned"),
    ("1000 x 64 KiB", "real server", "real-sweep", "ours", WALL, None, "rclone_default"),
]
sizes = (out / "sizes").read_text().strip().split(", ")
print(f"\n{'aims':28} {'Java':>4} {'':19} {'seen':>9} {'the peer':>25} {'ratio':>6}   {'aim':>7}")
for size, title, benchmark, name, unit, aim, peer in AIMS:
    title = f"{size} {title}".strip()
    javas = [java for b, java, n in seen if (b, n) == (benchmark, name)]
    if not javas: print(f"{title:28} {'':4} {units[unit]:19} not measured")
    for java in javas:
        limit = aim if not isinstance(aim, tuple) else aim[1] if int(java) >= 25 else aim[0]
        # where the aim names no peer, the pipeline is shown all the same
        beside = peer or next((n for n in ("pipeline_both", "pipeline") if (benchmark, java, n) in seen), None)
        value, other = of(benchmark, java, name, unit), of(benchmark, java, beside, unit) if beside else None
        theirs = f"{beside.replace('_both', '')} {other:.2f}" if other else ""
        if peer and not other: verdict = f"{peer} was not measured"
        elif size and size not in sizes: verdict = "not judged, at another size"
        elif limit is None: verdict = "no aim"
        else:
            over = (value / other if peer else value) / limit - 1
            verdict = "met" if over <= 0 else f"missed by {max(1, round(100 * over))} %"
        wanted = "" if limit is None else f"<= {limit}{' x' if peer else ''}"
        print(f"{title:28} {java:>4} {units[unit]:19} {value:9.2f} {theirs:>25} {show(value / other if other else None):>6}   {wanted:9} {verdict}")
print("\nmeasured: " + ", ".join(sizes))
about = (out / "about").read_text()
print(about.strip())
sys.exit(1 if "broke off" in about else 0)
PY
