#!/usr/bin/env bash
# Stop what `start_slurm.sh FOLDER` has started, jobs included, by the ids in its pid files, and remove the folder.
set -uo pipefail

base=$(cd "$1" 2>/dev/null && pwd) || exit 0
export SLURM_CONF=$base/etc/slurm.conf PATH=$PATH:/usr/sbin:/sbin

stop() { # NAME
    local pid
    pid=$(cat "$base/run/$1.pid" 2>/dev/null) || return 0
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$1" ] || return 0
    kill -TERM "$pid"
    for _ in $(seq 200); do
        [ -d "/proc/$pid" ] || return 0
        sleep 0.1
    done
    kill -KILL "$pid"
}

# Jobs outlive slurmd.
if timeout 5 squeue -h >/dev/null 2>&1; then
    for state in PENDING RUNNING; do
        timeout 20 scancel --state=$state
    done
    for _ in $(seq 60); do
        [ -n "$(timeout 5 squeue -h)" ] || break
        sleep 0.5
    done
fi
for daemon in slurmd slurmctld munged; do
    stop $daemon
done
rm -rf "$base"
