#!/bin/sh
# What the tests need from the operating system: a browser for the journeys, fonts for it to draw with, tesseract to read the
# words in pictures, and Pango to print the pages of evidence.
# As root on Debian it installs what is missing and asks nothing; otherwise it says what is missing and goes on. The tests
# that need it are then skipped, or fail where CI=true. When nothing is missing it is over at once and reaches no network.
set -u

missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
if [ ! -d /usr/share/fonts/truetype/liberation ] && [ ! -d /usr/share/fonts/truetype/liberation2 ]; then
    missing="${missing:+$missing }fonts-liberation"
fi
command -v tesseract >/dev/null 2>&1 || missing="${missing:+$missing }tesseract-ocr"
# Pango is a library and no program: asked for is the file that WeasyPrint opens.
libraries=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null)
for library in libpango-1.0-0:libpango-1.0.so.0 libpangoft2-1.0-0:libpangoft2-1.0.so.0 libharfbuzz-subset0:libharfbuzz-subset.so.0; do
    case $libraries in *"${library#*:}"*) continue ;; esac
    missing="${missing:+$missing }${library%%:*}"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need $missing. This is not Debian, so nothing is installed here; install it by hand."
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "The tests need $missing. Ask an administrator of this machine for: apt-get install $missing"
    exit 0
fi

echo "Installing what the tests need: $missing"
export DEBIAN_FRONTEND=noninteractive
apt() { apt-get --quiet --quiet --option DPkg::Lock::Timeout=120 "$@" </dev/null; }
# shellcheck disable=SC2086 -- one word for each package
if apt update && apt install --yes --no-install-recommends $missing >/dev/null; then
    echo "Installed: $missing"
else
    echo "Could not install $missing. The tests that need it are skipped, or fail where CI=true."
fi
