#!/bin/sh
# Makes .venv with locked packages and the command .venv/bin/hindsight; does nothing when that is done already.
# Usage: deploy/install.sh LOCK_FILE...
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; }

find_python() {
    for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if suits "$name"; then
            [ "$name" = "${PYTHON:-python3}" ] || say "Using $name: python3 here is not Python 3.11, 3.12 or 3.13."
            python=$name
            return
        fi
    done
    say "Hindsight needs Python 3.11, 3.12 or 3.13, and none was found (python3 is $(python3 --version 2>&1))."
    say "Install one, for example: sudo apt-get install python3.12 python3.12-venv"
    exit 1
}

ensure_venv_module() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing $package, which Debian keeps apart from Python."
        apt-get update -q >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package" >&2
    else
        say "Python's venv module is missing. Run: sudo apt-get install $package"
        exit 1
    fi
}

make_venv() {
    find_python
    ensure_venv_module
    rm -rf .venv
    "$python" -m venv .venv
    here=$(pwd -P)
    # The source tree itself is what runs: no build step, hence no build packages that would need locking.
    .venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' | while read -r packages; do
        printf '%s\n' "$here" >"$packages/hindsight.pth"
    done
    printf '%s\n' "$here" >.venv/made-for
}

# Guarded, because worker processes import the program that started them. Replaced whole, because it may be running.
make_command() {
    {
        printf '#!%s\n' "$(pwd -P)/.venv/bin/python"
        printf 'from services.operations.cli import main\n\nif __name__ == "__main__":\n    main()\n'
    } >.venv/bin/hindsight.new
    chmod +x .venv/bin/hindsight.new
    mv .venv/bin/hindsight.new .venv/bin/hindsight
}

# A folder that was moved, or a Python that was removed, leaves a .venv whose programs no longer start.
if [ "$(cat .venv/made-for 2>/dev/null)" != "$(pwd -P)" ] || ! suits .venv/bin/python; then
    make_venv
fi
make_command

for lock in "$@"; do
    stamp=".venv/installed-$(basename "$lock")"
    sum=$(sha256sum "$lock")
    if [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ]; then
        say "Installing the packages of $lock; this takes a minute the first time."
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
        printf '%s\n' "$sum" >"$stamp"
    fi
done
