#!/bin/sh
# Installs the release this file stands in on Debian 12 or 13; run as root, from the unpacked release. Safe to run again.
#
#   /opt/sas/releases/VERSION   the code, its packages in venv/, its static files in var/static; belongs to root
#   /opt/sas/current            the release that serves; made by the first install, moved by switch.sh afterwards
#   /etc/sas/sas.env            the settings, drawn secrets included: root:sas, mode 640; never written over
#   /var/lib/sas                all that the platform writes: extracts, the mark of maintenance; sas, mode 700
#   /usr/local/bin/sas          every command, as the account `sas`
#   /etc/systemd/system/sas-*   the units; nothing is started
#
# VERSION is the release's own, or what SAS_RELEASE says.
set -eu

PREFIX=/opt/sas
SETTINGS=/etc/sas
SHIPPED="config sas simulators deploy manage.py pyproject.toml requirements.txt requirements-traces.txt .env.example LICENSE"

fail() { echo "install.sh: $*" >&2; exit 1; }

source_folder=$(cd "$(dirname "$0")/../.." && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$source_folder/pyproject.toml")
release=${SAS_RELEASE:-$version}

check_host() {
    [ "$(id -u)" = 0 ] || fail "run as root"
    . /etc/os-release
    case "$ID-${VERSION_ID:-}" in debian-12 | debian-13) ;; *) fail "made for Debian 12 and 13, this is ${PRETTY_NAME:-$ID}" ;; esac
    case "$release" in *[!A-Za-z0-9._-]* | "" | .*) fail "a release is named by letters, digits, dots and hyphens" ;; esac
}

install_packages() {
    python3 -c 'import ensurepip, venv' 2> /dev/null && [ -e /etc/ssl/certs/ca-certificates.crt ] && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3 python3-venv ca-certificates
}

make_account() {
    getent passwd sas > /dev/null || useradd --system --user-group --home-dir /var/lib/sas --no-create-home --shell /usr/sbin/nologin sas
    install -d -m 700 -o sas -g sas /var/lib/sas
    install -d -m 750 -o root -g sas "$SETTINGS"
}

# Secrets are drawn once: another SECRET_KEY ends sessions, another JOURNAL_PERSON_KEYS loses what it encrypted.
write_settings() {
    [ ! -e "$SETTINGS/sas.env" ] || return 0
    drawn=$(mktemp "$SETTINGS/.sas.env.XXXXXX")
    python3 - "$source_folder/deploy/install/sas.env" > "$drawn" << 'PYTHON'
import secrets
import sys

with open(sys.argv[1], encoding="utf-8") as shipped:
    for line in shipped:
        print(line.rstrip("\n") + (secrets.token_urlsafe(48) if line.endswith("_KEY=\n") or line.endswith("_KEYS=\n") else ""))
PYTHON
    chown root:sas "$drawn"
    chmod 640 "$drawn"
    mv "$drawn" "$SETTINGS/sas.env"
}

# Made beside and renamed: a release that is there is whole.
place_release() {
    target="$PREFIX/releases/$release"
    [ ! -e "$target" ] || { echo "$target is there already."; return 0; }
    install -d -m 755 "$PREFIX" "$PREFIX/releases"
    # Scripts of a venv hold the path it was made in, so units and commands go by `python -m`.
    unfinished="$target.unfinished"
    rm -rf "$unfinished" && install -d -m 755 "$unfinished"
    # shellcheck disable=SC2086  a list of names without spaces
    tar -C "$source_folder" --exclude=__pycache__ --exclude=node_modules -cf - $SHIPPED | tar -C "$unfinished" --no-same-owner -xf -
    chmod -R u+rwX,go=rX "$unfinished"
    ln -s "$SETTINGS/sas.env" "$unfinished/.env"
    python3 -m venv "$unfinished/venv"
    "$unfinished/venv/bin/python" -m pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes \
        --only-binary :all: -r "$unfinished/requirements.txt"
    gather_static "$unfinished"
    "$unfinished/venv/bin/python" -m compileall -q "$unfinished/config" "$unfinished/sas" "$unfinished/simulators"
    mv "$unfinished" "$target"
}

# Needs settings but no database; none of the host's are read, so that an image can be built without any.
gather_static() {
    (cd "$1" && env -i PATH="$PATH" SECRET_KEY=unused DATABASE_URL=postgresql:///unused PUBLIC_URL=https://unused.invalid \
        STATIC_ROOT="$1/var/static" venv/bin/python manage.py collectstatic --noinput --verbosity 0)
}

install_commands() {
    install -m 755 "$source_folder/deploy/install/sas" /usr/local/bin/sas
    install -d -m 755 /etc/systemd/system
    install -m 644 "$source_folder"/deploy/install/systemd/* /etc/systemd/system/
    [ ! -d /run/systemd/system ] || systemctl daemon-reload
}

check_host
install_packages
make_account
write_settings
place_release
install_commands
[ -e "$PREFIX/current" ] || ln -s "releases/$release" "$PREFIX/current"
echo "Release $release is in $PREFIX/releases/$release; $PREFIX/current is $(readlink "$PREFIX/current")."
