#!/usr/bin/env bash
# A ratchet: whatever scenario of the kit has passed once (passing.txt) must pass again.
#   bash tests/conformance/check.sh KIT BINARY           compares, fails on any loss
#   bash tests/conformance/check.sh KIT BINARY --write   adds what passes now to passing.txt
set -euo pipefail
kit=$(cd "$1" && pwd)
binary=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
list="$(cd "$(dirname "$0")" && pwd)/passing.txt"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 "$kit/tck_run.py" --tck "$kit" run --adapter session --cmd "$binary session" --tier read,curate,merge \
  --error-level class --out results.jsonl >log || { cat log; exit 1; }
python3 - results.jsonl "$list" "${3:-}" <<'PYTHON'
import json, sys
results, path, mode = sys.argv[1:4]
passing = {row["id"] for row in map(json.loads, open(results, encoding="utf-8")) if row.get("status") == "pass"}
before = set(open(path, encoding="utf-8").read().split())
lost, gained = sorted(before - passing), sorted(passing - before)
print(f"{len(passing)} scenarios pass; {len(before)} did before")
if gained:
    print(f"{len(gained)} pass that did not before (--write keeps them)")
if mode == "--write":
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(sorted(before | passing)) + "\n")
for scenario in lost:
    print(f"lost: {scenario}")
sys.exit(1 if lost else 0)
PYTHON
