#!/bin/sh
# Prints what the images ship as CycloneDX: the packages within the bundles of services and ops, and within what browsers get.
# Reads the lockfile of a checkout; installs nothing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
{
  npx --yes "turbo@$(node -p 'require("./package.json").devDependencies.turbo')" prune $(ls services | sed 's,^,@inbox/,') \
    --docker --production --out-dir "$folder/out"
  mv "$folder/out/json" "$folder/service-inbox"
  cd "$folder/service-inbox"
  npm pkg delete devDependencies --workspaces
  npm pkg delete devDependencies optionalDependencies
  npm install --package-lock-only --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error
} >&2
npm sbom --package-lock-only --sbom-format cyclonedx
