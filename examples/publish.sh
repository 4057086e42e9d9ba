#!/bin/sh
# SPDX-License-Identifier: MIT
# Publishes one value with nothing but curl:
#   TOKEN=alcedo_… CERTIFICATE=server-cert.pem examples/publish.sh https://board.local:8080 lab.sensors t1 '{"kind":"sensor","key":"t1","value":"21.5"}'
# Without a token (a server on this machine) leave TOKEN and CERTIFICATE out. The Idempotency-Key makes --retry safe: what came twice counts once.
set -eu
server=$1 channel=$2 key=$3 value=$4
set -- --fail-with-body --silent --show-error --retry 3 --retry-connrefused --max-time 20 \
  --header "Idempotency-Key: $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" --data-binary "$value" "$server/publish/$channel?key=$key"
[ -z "${CERTIFICATE:-}" ] || set -- --cacert "$CERTIFICATE" "$@"
# The token goes in by standard input: a command line is for all to see.
if [ -n "${TOKEN:-}" ]; then
  printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" | curl --config - "$@"
else
  curl "$@"
fi
