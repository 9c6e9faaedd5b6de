#!/bin/sh
# Builds the explorer's bundle: GraphiQL and what it needs, from the versions that
# web/package-lock.json pins, into dist/. Needs Node 20 or later and npm.
#
#   ./build.sh          builds into dist/
#   ./build.sh --check  builds elsewhere and fails when dist/ differs
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A folder of its own, so that no node_modules appears among the Go packages.
cp "$here"/web/* "$work"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

mkdir dist
node build.mjs dist
if [ "${1:-}" = --check ]; then
	diff -r dist "$here/dist"
	exit
fi
rm -rf "$here/dist"
cp -R dist "$here/dist"
ls -l "$here/dist"
