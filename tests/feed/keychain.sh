#!/bin/sh
# SPDX-License-Identifier: MIT
# keychain.sh PROGRAM: runs it in a session of its own, in which a fresh keychain (gnome-keyring) is unlocked.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
export HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/run"
unset ALCEDO_SECRETS
# The daemon ends with the session: it goes when its bus does.
# shellcheck disable=SC2016
dbus-run-session -- sh -c '
  printf test | gnome-keyring-daemon --foreground --unlock --components=secrets >"$HOME/daemon.log" 2>&1 &
  daemon=$!
  "$1" && result=0 || result=$?
  kill "$daemon" 2>/dev/null || true
  [ "$result" -eq 0 ] || cat "$HOME/daemon.log"
  exit "$result"
' sh "$1"
