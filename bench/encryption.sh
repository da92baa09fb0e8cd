#!/usr/bin/env bash
# How fast an artifact is encrypted for recipients: memory to memory, with the SHA-256 of both sides, and by age itself beside it.
# Debian: apt-get install maven default-jdk-headless age
# Usage: bench/encryption.sh [MIB]   (size of the artifact, default 256)
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test-class-path -Dmdep.includeScope=test
echo "$(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(java -version 2>&1 | head -1)"
java -cp "target/test-classes:target/classes:$(cat target/test-class-path)" io.exportroutes.encryption.EncryptionFigures "${1:-256}"
if command -v age > /dev/null; then
  W=$(mktemp -d "${BENCH_DIR:-/tmp}/export-routes-age-XXXXXX")
  trap 'rm -rf "$W"' EXIT
  head -c "${1:-256}M" /dev/urandom > "$W/plain"
  from=$(date +%s%N)
  age -r age17s5rlvzvv5fe0t6d6qu7mu5t8xemwr7ysvjz0j7xx487e6jgru9sdkne95 -o /dev/null "$W/plain"
  echo "age: $((${1:-256} * 1000000000 / ($(date +%s%N) - from))) MiB/s"
fi
