#!/usr/bin/env bash
# The gain of GroupCommit (docs/decisions/0015): small durable writes per second into a SQLite ledger by 1 to 64 writers at once,
# in separate transactions and in shared ones.
# Debian: apt-get install maven default-jdk-headless
# Usage: bench/commits.sh [SECONDS]   (for each measurement, default 5; BENCH_DIR: a folder on the disk to measure)
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test-class-path -Dmdep.includeScope=test
W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-commits-XXXXXX")
trap 'rm -rf "$W"' EXIT
echo "$(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(java -version 2>&1 | head -1), $(df --output=fstype "$W" | tail -1)"
java -Dlogback.configurationFile=src/main/resources/io/exportroutes/logback.xml --enable-native-access=ALL-UNNAMED -cp "target/test-classes:target/classes:$(cat target/test-class-path)" \
  io.exportroutes.ledger.CommitFigures "$W" "${1:-5}"
