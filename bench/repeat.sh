#!/usr/bin/env bash
# Finds races: runs each test class 50 times by itself, six processes side by side, which keeps two cores busy.
# Debian: apt-get install maven default-jdk-headless gcc
# Usage: bench/repeat.sh CLASS...   (TIMES=50 in PROCESSES=5 of each class, BESIDE=6 processes at once; LOGS=target/repeat)
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { sed -n '2,4s/^# //p' "$0"; exit 2; }
TIMES=${TIMES:-50} PROCESSES=${PROCESSES:-5} BESIDE=${BESIDE:-6} LOGS=${LOGS:-target/repeat}
for class; do
  [ -n "$(find src/test/java -name "$class.java")" ] || { echo "There is no test class $class." >&2; exit 2; }
done
mvn -B -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test-class-path -Dmdep.includeScope=test
mkdir -p "$LOGS"
rm -f "$LOGS"/*.log
export LOGS EACH=$(((TIMES + PROCESSES - 1) / PROCESSES))
CLASSPATH=target/test-classes:target/classes:$(cat target/test-class-path)
export CLASSPATH
repeat() {
  name=$(find src/test/java -name "$1.java" | sed 's#src/test/java/##; s#/#.#g; s#\.java$##')
  java -Xmx768m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -XX:+UnlockDiagnosticVMOptions \
    -XX:+DisplayVMOutputToStderr -XX:CompilerDirectivesFile=src/test/compiler.json \
    io.exportroutes.testing.RepeatedTests "$name" "$EACH" > "$LOGS/$1-$2.log" 2>&1 || echo "$1: see $LOGS/$1-$2.log"
}
export -f repeat
# One process of each class, then the next of each, so that different classes run beside one another.
for process in $(seq "$PROCESSES"); do
  for class; do echo "$class $process"; done
done | xargs -P "$BESIDE" -L 1 bash -c 'repeat "$0" "$1"'
for class; do
  cat "$LOGS/$class"-*.log | awk -v class="$class" '
    /^green [0-9]+ s,/ {green++} /^RED [0-9]+ s,/ {red++}
    /^(green|RED) [0-9]+ s,/ {n++; total += $2; if ($2 > most) most = $2}
    END {printf "%-28s %3d green, %d red; mean %.0f s, longest %d s\n", class, green, red, total / (n ? n : 1), most}'
done
