#!/bin/sh
# Has an installed release serve, or the one before it serve again: `switch.sh VERSION`, as root.
#
# Refused while the database lacks a migration that this release needs (docs/operations.md). Jobs are taken over first,
# so that none reaches a worker that does not know it; then pages, one instance after the other, each waited for. The
# first that is not ready stops the switch, and the instances left go on with the code they have.
set -eu

PREFIX=/opt/sas
PATIENCE=60

fail() { echo "switch.sh: $*" >&2; exit 1; }

wait_for() {
    for _ in $(seq "$PATIENCE"); do
        ! "$PREFIX/current/venv/bin/python" -m config.healthy "$1" 2> /dev/null || return 0
        sleep 1
    done
    (cd "$PREFIX/current" && venv/bin/python -m config.healthy "$1") || fail "port $1 is not ready: nothing more was restarted"
}

[ "$(id -u)" = 0 ] || fail "run as root"
[ $# = 1 ] && [ -n "$1" ] || fail "say which release: $(ls "$PREFIX/releases")"
[ -x "$PREFIX/releases/$1/venv/bin/python" ] || fail "$1 is not installed in $PREFIX/releases"
SAS_RELEASE=$1 /usr/local/bin/sas upgrade --check \
    || fail "the database is not ready for $1: SAS_RELEASE=$1 sas upgrade"

ln -sfn "releases/$1" "$PREFIX/.current.new"
mv -T "$PREFIX/.current.new" "$PREFIX/current"
cd "$PREFIX/current"
echo "$PREFIX/current is releases/$1."
[ -d /run/systemd/system ] || { echo "No systemd here: restart the processes yourself."; exit 0; }

systemctl try-restart sas-worker.service sas-live.service
for unit in $(systemctl list-units --plain --no-legend --state=active 'sas-web@*.service' | cut -d ' ' -f 1); do
    systemctl restart "$unit"
    port=${unit#sas-web@}
    wait_for "${port%.service}"
done
echo "$1 serves."
