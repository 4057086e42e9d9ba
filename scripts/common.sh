# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What scripts/run and scripts/test share. Sourced, not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf 'alcedo: %s\n' "$*"; }
die() { printf 'alcedo: %s\n' "$*" >&2; exit 1; }

# Installs the packages of the given lists (scripts/packages/NAME) that are not there. Silent where none is missing.
need_packages() {
    command -v dpkg-query >/dev/null || die "this script sets up Debian and its kin; elsewhere install what scripts/packages/ names and use cmake --preset release"
    local wanted missing
    wanted=$(for list in "$@"; do sed 's/#.*//' "scripts/packages/$list"; done | xargs -n1)
    missing=$(comm -23 <(sort -u <<<"$wanted") \
        <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | awk '$1 == "ii" {print $2}' | sort -u))
    [ -n "$missing" ] || return 0
    local sudo=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "these packages are missing, and there is no sudo to install them: $(xargs <<<"$missing")"
        sudo=sudo
    fi
    say "installing $(wc -w <<<"$missing") packages (once)"
    local log=build/packages.log
    mkdir -p build
    # shellcheck disable=SC2086
    { $sudo apt-get update && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y --no-install-recommends $missing; } \
        </dev/null >"$log" 2>&1 || { tail -n 15 "$log" >&2; die "apt-get failed; the whole log is $log"; }
}

# progress DOING: turns ninja's lines into one every tenth part of the way; errors and warnings pass whole.
progress() {
    awk -v step=10 -v doing="$1" '
        match($0, /^\[[0-9]+\/[0-9]+\]/) {
            split(substr($0, 2, RLENGTH - 2), n, "/")
            if (n[2] >= 20 && n[1] * 100 / n[2] >= next_) { printf "alcedo: %s, %d of %d\n", doing, n[1], n[2]; fflush(); next_ += step }
            next
        }
        /^ninja: no work to do|^Updating .*\.qm|^ *Generated [0-9]+ translation/ { next }
        { print; fflush() }'
}

# configure PRESET [WORDS FOR CMAKE…]
configure() {
    local preset=$1 log=build/configure-$1.log
    mkdir -p build
    cmake --preset "$@" >"$log" 2>&1 || { tail -n 25 "$log" >&2; die "cmake failed; the whole log is $log"; }
}

# build PRESET [TARGET…]
build() {
    local preset=$1 targets=()
    shift
    for target in "$@"; do targets+=(--target "$target"); done
    cmake --build --preset "$preset" "${targets[@]}" 2>&1 | progress building || die "the build failed"
}
