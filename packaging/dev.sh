#!/usr/bin/env bash
# Everything a developer calls: bash packaging/dev.sh demo | test | faults | bench | run … | lock
# Sets up what is missing, and only that: a second call downloads nothing.
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)"
venv="$root/.venv"
python="$venv/bin/python"
lock="$root/packaging/requirements.lock"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

usage() {
    cat <<'END'
bash packaging/dev.sh demo        練習ショップで起動します / start with the practice shop
bash packaging/dev.sh run …       goq-desktop を起動します / start goq-desktop with these arguments
bash packaging/dev.sh test        すべての検査をします / run all checks
bash packaging/dev.sh faults …    障害の検査だけを、大きさを選んで行います（--release で大） / the fault suite and its table
bash packaging/dev.sh bench …     速さを測ります / measure
bash packaging/dev.sh lock        依存ライブラリの版を固定し直します / lock the dependencies anew
END
}

# ---- system packages, through apt-get where it exists

# What must be there, and the Debian package that brings it. Asked for by file, not by package name:
# other Debians call the packages otherwise, and a person may have them from somewhere else.
qt_libraries="
libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11-xcb.so.1 libx11-xcb1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libgssapi_krb5.so.2 libgssapi-krb5-2
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-glx.so.0 libxcb-glx0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-render.so.0 libxcb-render0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxkbcommon.so.0 libxkbcommon0
"
test_commands="
Xvfb xvfb
dbus-run-session dbus
gnome-keyring-daemon gnome-keyring
"

missing_packages() {
    local verb="$1" name package known
    if ! find_python >/dev/null; then
        # A machine may have a python3 that is too old; then apt-get has nothing better to offer.
        command -v python3 >/dev/null && python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
            && echo python3-venv
        command -v python3 >/dev/null || echo python3 python3-venv
    fi
    known="$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null || true)"
    while read -r name package; do
        [[ -z "$name" || "$known" == *$'\t'"$name "* ]] || echo "$package"
    done <<<"$qt_libraries"
    [[ -n "$(fc-list :lang=ja family 2>/dev/null)" ]] || echo fontconfig fonts-noto-cjk
    [[ "$verb" == test || "$verb" == faults || "$verb" == bench ]] || return 0
    while read -r name package; do
        [[ -z "$name" ]] || command -v "$name" >/dev/null || echo "$package"
    done <<<"$test_commands"
}

install_packages() {
    local packages as_root=()
    [[ "$(uname -s)" == Linux ]] || return 0
    packages="$(missing_packages "$1" | xargs)"
    [[ -n "$packages" ]] || return 0
    if ! command -v apt-get >/dev/null; then
        say "次のもの（Debian での名前）が見つかりません。お使いのシステムの方法で入れてください。"
        say "Missing, by their Debian names; please install them your system's way: $packages"
        return 0
    fi
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null || fail \
            "管理者に次の実行を頼んでください / please let an administrator run: apt-get install $packages"
        as_root=(sudo)
    fi
    say "足りないシステムのライブラリを入れます / installing: $packages"
    "${as_root[@]}" apt-get update -qq
    # shellcheck disable=SC2086  # a list of package names
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >&2
}

# ---- the virtual environment

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null && "$name" -c '
import sys, venv, ensurepip
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

set_up_environment() {
    local base stamp project
    # An environment stays in use as long as it works; one that was left half made does not.
    if [[ -x "$python" ]] && "$python" -c 'import pip' 2>/dev/null; then
        base="$python"
    else
        base="$(find_python)" || fail \
            "Python 3.11〜3.14（venv つき）が見つかりません。入れてから、もう一度実行してください。" \
            "Python 3.11 to 3.14 with venv is needed and was not found. Please install it and try again."
    fi
    stamp="$("$base" -c '
import hashlib, pathlib, platform, sys
print(hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest(), platform.python_version(), platform.machine())
' "$lock")"
    if [[ "$base" != "$python" || "$(cat "$venv/goq-lock" 2>/dev/null)" != "$stamp" ]]; then
        say "仮想環境を用意します（初回は数分かかります）/ preparing the virtual environment"
        [[ "$base" == "$python" ]] || "$base" -m venv --clear "$venv"
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
        printf '%s\n' "$stamp" >"$venv/goq-lock"
    fi
    # The project itself, from what is there already; again when the checkout was moved.
    project="$root $(cksum <"$root/pyproject.toml") $(cksum <"$root/goq_desktop/__init__.py")"
    if [[ "$(cat "$venv/goq-project" 2>/dev/null)" != "$project" ]]; then
        "$python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation \
            --editable "$root"
        printf '%s\n' "$project" >"$venv/goq-project"
    fi
    # Once, so that each start is fast, also where Python was told to write no bytecode.
    "$python" -m compileall -q "$root/goq_desktop"
}

# Under sudo the checkout's owner, not root, shall own what is made in it and see the window.
hand_over_to_owner() {
    [[ $EUID -eq 0 && -n "${SUDO_USER:-}" && "${SUDO_USER}" != root ]] || return 0
    [[ "$(stat -c %u "$root")" == "${SUDO_UID:-}" ]] || return 0
    exec sudo --user="$SUDO_USER" --set-home \
        --preserve-env=DISPLAY,WAYLAND_DISPLAY,XAUTHORITY,XDG_RUNTIME_DIR,DBUS_SESSION_BUS_ADDRESS \
        bash "$root/packaging/dev.sh" "$@"
}

set_up() {
    install_packages "$1"
    hand_over_to_owner "$@"
    set_up_environment
}

# ---- the verbs

has_display() {
    [[ "$(uname -s)" != Linux || -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]]
}

demo() {
    local pictures
    if has_display; then
        exec "$python" -m goq_desktop --demo "$@"
    fi
    pictures="$(mktemp -d "${TMPDIR:-/tmp}/goq-desktop-tour.XXXXXX")"
    say "画面がないため、案内つきの見学を画像に保存します / no display: saving pictures of the tour"
    # The platform without windows complains of each window's smallest size; that is nobody's affair here.
    QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES="default.warning=false" \
        "$python" -m goq_desktop --demo --tour "$pictures" "$@"
    printf '画像はここにあります / the pictures are in: %s\n' "$pictures"
    ls -1 -- "$pictures"
}

lock_dependencies() {
    local uv
    uv="$(command -v uv || echo "$venv/bin/uv")"
    [[ -x "$uv" ]] || fail "uv が必要です / uv is needed for this: pip install uv"
    # Run in the folder itself: the file shall name no place, neither here nor one to download from.
    cd -- "$root"
    "$uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url \
        --no-emit-find-links pyproject.toml --group dev -o packaging/requirements.lock
}

main() {
    local verb="${1:-}"
    case "$verb" in
        demo)
            set_up "$@"
            demo "${@:2}"
            ;;
        run)
            set_up "$@"
            exec "$python" -m goq_desktop "${@:2}"
            ;;
        test)
            set_up "$@"
            exec bash "$root/packaging/checks.sh" "$root" "$python"
            ;;
        faults)
            set_up "$@"
            exec bash "$root/packaging/checks.sh" "$root" "$python" "$@"
            ;;
        bench)
            set_up "$@"
            cd -- "$root"
            QT_QPA_PLATFORM=offscreen exec "$python" -m tests.benchmarks "${@:2}"
            ;;
        lock) lock_dependencies ;;
        *)
            usage
            [[ "$verb" == help || "$verb" == --help || "$verb" == -h ]] || exit 2
            ;;
    esac
}

main "$@"
