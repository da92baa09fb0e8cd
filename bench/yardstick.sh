#!/usr/bin/env bash
# How the code reads, in figures: the table "Yardstick" of docs/architecture.md, from the sources alone.
# Debian: apt-get install python3
# Usage: bench/yardstick.sh
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 - <<'PY'
import re
from pathlib import Path

def texts(folder, pattern): return {f.name: f.read_text(encoding="utf8") for f in Path(folder).rglob(pattern) if f.name != "package-info.java"}
def lines(files): return sorted((text.count("\n"), name) for name, text in files.items())
def found(pattern, files): return sum(len(re.findall(pattern, text, re.M)) for text in files.values())
def components(text, at):  # of the list of components that begins at this position
    depth, commas = 1, 0
    while depth:
        depth += (text[at] in "(<") - (text[at] in ")>")
        commas += depth == 1 and text[at] == ","
        at += 1
    return commas + 1

main, tests, kamelets = texts("src/main/java", "*.java"), texts("src/test/java", "*.java"), texts("routes/kamelets", "*.yaml")
routes = {name: text for name, text in texts("routes", "*.yaml").items() if name not in kamelets}
ledger = texts("src/main/java/io/exportroutes/ledger", "*.java")
classes = lines(main)
store = {"": main["ArtifactStore.java"]}
seams = sorted((found(r"^    public (?!static|record|enum|class|final|interface)[^=;(]* \w+\(", {"": text}), name[:-5]) for name, text in ledger.items())
records = sorted((components(text, m.end()), m[1]) for text in main.values() for m in re.finditer(r"\brecord (\w+)(?:<[^>]*>)?\((?!\))", text))
def most(pairs): return ", ".join("%d (`%s`)" % pair for pair in pairs[:-6:-1])
print(f"""| Point | Aim | Now |
|---|---|---|
| Classes; lines | fewer | {len(classes)}; {sum(n for n, _ in classes):,} |
| Class lines, median / p90 | ≤ 70 / ≤ 160 | {classes[len(classes) // 2][0]} / {classes[len(classes) * 9 // 10][0]} |
| Largest class | ≤ 300 | {classes[-1][0]} |
| Largest route file / Kamelet | ≤ 60 / ≤ 120 | {lines(routes)[-1][0]} / {lines(kamelets)[-1][0]} |
| Script blocks in YAML | 0 | {found(r"^[ -]*(script|groovy|js|python|mvel|ognl|joor):", routes | kamelets)} |
| Methods of a destination store | ≤ 6 | {found(r"^    [^ =;(][^=;(]* [a-z][A-Za-z]*[(][^;{]*;$", store)} |
| Public methods of a class of the ledger, most | ≤ 12 | {most(seams)} |
| Components of a record, most | ≤ 5 | {most(records)} |
| Mocks; sleeps in tests | 0; 0 | {found(r"org[.]mockito", tests)}; {found(r"(Thread|SECONDS|MINUTES)[.]sleep[(]", tests)} |""")
PY
