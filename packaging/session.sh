#!/usr/bin/env bash
# The tests, inside the private session that checks.sh opens: with a Secret Service and a window system of their own.
set -euo pipefail

python="$1"
shift
tree="$GOQ_TEST_RUN_DIR"
cores="$(nproc)"

# A password, since a keyring with an empty one is kept as plain text, where the keys would rightly be found.
# Its standard input must not be empty, or it waits for a prompt.
"$python" -c 'import secrets; print(secrets.token_hex(16))' \
    | gnome-keyring-daemon --unlock --components=secrets >/dev/null

# It picks a free display by itself and says which one when it is ready.
mkfifo "$tree/display"
Xvfb -displayfd 3 -screen 0 1600x1200x24 -nolisten tcp 3>"$tree/display" 2>"$tree/xvfb.log" &
xvfb=$!
trap 'kill "$xvfb" 2>/dev/null || true' EXIT
if ! read -r -t 60 display <"$tree/display"; then
    cat -- "$tree/xvfb.log"
    echo "Xvfb did not start"
    exit 1
fi

if [[ "${1:-}" == faults ]]; then
    QT_QPA_PLATFORM=offscreen "$python" -m tests.faults --basetemp="$tree/pytest-faults" "${@:2}"
    exit
fi

status=0
tests() {
    local name="$1"
    shift
    printf '\n-- %s\n' "$name"
    "$python" -m pytest -q -p no:cacheprovider --basetemp="$tree/pytest-$name" "$@" || status=1
}

# Without pytest-qt, and so without Qt: in a process of their own, or another test would have loaded it already.
tests unit -n "$cores" -p no:pytest-qt tests/unit
# The slow ones stand together at the end: a worker that is done takes some from the other.
mkdir "$tree/figures"
GOQ_FAULTS_FIGURES="$tree/figures" QT_QPA_PLATFORM=offscreen tests offscreen -n "$cores" --dist worksteal -m "not window_system" \
    tests/qt tests/end_to_end tests/architecture tests/faults
"$python" -m tests.faults --table "$tree/figures"
# One process: windows of two would take each other's focus and clipboard.
DISPLAY=":$display" QT_QPA_PLATFORM=xcb tests windows -m window_system tests/qt tests/end_to_end
exit "$status"
