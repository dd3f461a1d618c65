#!/usr/bin/env bash
# Installs the programs that read our exports back, where they are missing: into target/readers, nowhere else.
# Without network or without Python and Node nothing is installed, and the tests say what they skip.
set -euo pipefail
cd "$(dirname "$0")/../.."
readers=target/readers
mkdir -p "$readers"
if ! "${PYTHON:-python3}" -c 'import networkx, pandas' 2>/dev/null && [ ! -x "$readers/python/bin/python3" ]; then
  python3 -m venv "$readers/python"
  "$readers/python/bin/pip" install --quiet 'networkx==3.6.1' 'pandas==3.1.1'
fi
if [ ! -d "$readers/node_modules/mermaid" ]; then
  npm install --prefix "$readers" --no-save --no-audit --no-fund --silent mermaid@11.17.2 jsdom@29.1.1
fi
