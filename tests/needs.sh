#!/bin/sh
# What the tests need from the operating system: a browser for the journeys, and fonts for it to draw with.
# As root on Debian it installs what is missing and asks nothing; otherwise it says what is missing and goes on. The tests
# that need it are then skipped, or fail where CI=true. When nothing is missing it is over at once and reaches no network.
set -u

missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
if [ ! -d /usr/share/fonts/truetype/liberation ] && [ ! -d /usr/share/fonts/truetype/liberation2 ]; then
    missing="${missing:+$missing }fonts-liberation"
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The browser tests need $missing. This is not Debian, so nothing is installed here; install it by hand."
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "The browser tests need $missing. Ask an administrator of this machine for: apt-get install $missing"
    exit 0
fi

echo "Installing what the browser tests need: $missing"
export DEBIAN_FRONTEND=noninteractive
apt() { apt-get --quiet --quiet --option DPkg::Lock::Timeout=120 "$@" </dev/null; }
# shellcheck disable=SC2086 -- one word for each package
if apt update && apt install --yes --no-install-recommends $missing >/dev/null; then
    echo "Installed: $missing"
else
    echo "Could not install $missing. The tests that need it are skipped, or fail where CI=true."
fi
