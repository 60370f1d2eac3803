#!/bin/sh
# Installs Chromium where it is missing and the system's packages may be changed; otherwise says what to do.
set -eu

command -v chromium >/dev/null || command -v google-chrome >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf '%s\n' "Installing Chromium, which the browser tests look with." >&2
    apt-get update -q >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium >&2
else
    printf '%s\n' "Chromium is missing. Run: sudo apt-get install chromium" >&2
    exit 1
fi
