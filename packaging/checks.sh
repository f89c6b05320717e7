#!/usr/bin/env bash
# All checks, called by `dev.sh test` with the checkout and its Python: the source first, then the tests in a
# session of their own, then a search for the run's test keys in all that was written.
# With `faults …` behind these (`dev.sh faults`) the fault suite alone, in the same session and with the same search.
set -euo pipefail

root="$1" python="$2"
shift 2
cd -- "$root"

# Everything that the run writes lies in tree/, which is searched at the end. The keys lie beside it: the search
# needs them itself and must not find its own copy.
run="$(mktemp -d "${TMPDIR:-/tmp}/goq-test.XXXXXX")"
tree="$run/tree"
mkdir -m 700 "$tree" "$tree/home" "$tree/tmp" "$tree/runtime" "$tree/bus"
"$python" -m tests.support.canaries "$run/keys"

failed=()

# What lies in the checkout, but for what git and the tools keep for themselves.
files_here() {
    find . \( -name .git -o -name .venv -o -name '.*_cache' -o -name .hypothesis -o -name __pycache__ \
        -o -name '*.egg-info' \) -prune -o -type f -print | LC_ALL=C sort
}

step() {
    local name="$1"
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed+=("$name")
}

in_private_session() {
    # Nothing of the caller's desktop or shell comes in: no bus, no display, no keyring or Qt settings.
    # pip's and other tools' settings go as well, since tests install nothing.
    env -i \
        PATH="$PATH" LANG=C.UTF-8 TZ="${TZ:-UTC}" \
        HOME="$tree/home" TMPDIR="$tree/tmp" XDG_RUNTIME_DIR="$tree/runtime" \
        XDG_CONFIG_HOME="$tree/home/.config" XDG_DATA_HOME="$tree/home/.local/share" \
        XDG_STATE_HOME="$tree/home/.local/state" XDG_CACHE_HOME="$tree/home/.cache" \
        GOQ_TEST_RUN_DIR="$tree" GOQ_TEST_KEYS_FILE="$run/keys" \
        PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1 \
        dbus-run-session --config-file="$tree/bus.conf" -- \
        bash "$root/packaging/session.sh" "$python" "$@"
}

# A bus of our own in the run's folder, which starts no services: whoever answers on it was started here.
cat >"$tree/bus.conf" <<END
<busconfig>
  <type>session</type>
  <listen>unix:dir=$tree/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END

all_checks() {
    if [[ "${1:-}" == faults ]]; then
        step "faults" in_private_session "$@"
    else
        source_and_tests
    fi
    if ((${#failed[@]})); then
        printf '\nFAILED: %s\n' "${failed[*]}"
        return 1
    fi
}

source_and_tests() {
    step "format" "$python" -m ruff format --check .
    step "lint" "$python" -m ruff check .
    step "types" "$python" -m mypy
    step "layers" "$python" -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
    step "tests" in_private_session
}

files_here >"$tree/files-before.txt"
status=0
all_checks "$@" 2>&1 | tee "$tree/output.txt" || status=1

printf '\n== files left in the checkout\n'
files_here | diff "$tree/files-before.txt" - || status=1

printf '\n== test keys left behind\n'
"$python" -m tests.support.secret_scan "$run/keys" "$tree" "$root" || status=1

if ((status)); then
    printf '\n検査に通りませんでした。記録はここにあります / not all checks passed; records: %s\n' "$tree"
else
    rm -rf -- "$run"
    printf '\nすべての検査に通りました / all checks passed\n'
fi
exit "$status"
