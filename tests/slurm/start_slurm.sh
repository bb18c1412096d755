#!/usr/bin/env bash
# Start a real SLURM of one node on loopback, without systemd, cgroups or accounting; for tests, as root or with sudo.
# Installs Debian's packages where they are missing, and leaves alone what runs already.
#
#   start_slurm.sh FOLDER     key, configuration, sockets, logs and state lie there; `. FOLDER/env.sh` to use it
#
# The node says it has 8 CPUs and two GPUs (no device behind them), so that small jobs run side by side anywhere.
# Partitions: `main` and `grace` (30 s from the signal to the kill) give way to `urgent`.
set -euo pipefail

base=$(mkdir -p "$1" && cd "$1" && pwd)
export PATH=$PATH:/usr/sbin:/sbin
export SLURM_CONF=$base/etc/slurm.conf
socket=$base/run/munge.socket
host=$(hostname -s)
user=$(id -un)

install_packages() {
    local missing=() package
    for package in munge slurm-wlm; do
        dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local sudo=
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >"$base/log/apt.log" 2>&1 || { tail -n 30 "$base/log/apt.log" >&2; return 1; }
}

write_configuration() {
    mkdir -p "$base"/{etc,ctld,slurmd,munge}
    chmod 700 "$base/munge"
    if [ ! -s "$base/munge/munge.key" ]; then
        (umask 077; head -c 1024 /dev/urandom >"$base/munge/munge.key")
    fi
    : >"$base/etc/gres.conf"
    local gpu
    for gpu in 0 1; do
        : >"$base/run/gpu$gpu"
        echo "NodeName=$host Name=gpu File=$base/run/gpu$gpu" >>"$base/etc/gres.conf"
    done
    cat >"$SLURM_CONF" <<CONF
ClusterName=hyeval_test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
CredType=cred/munge
# How long a job that was queued again waits before it starts; 120 s otherwise.
AuthInfo=socket=$socket,cred_expire=10
StateSaveLocation=$base/ctld
SlurmdSpoolDir=$base/slurmd
SlurmctldPidFile=$base/run/slurmctld.pid
SlurmdPidFile=$base/run/slurmd.pid
SlurmctldLogFile=$base/log/slurmctld.log
SlurmdLogFile=$base/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
AccountingStorageType=accounting_storage/none
SchedulerParameters=batch_sched_delay=0,bf_interval=5,sched_interval=5,sched_min_interval=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
GresTypes=gpu
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
JobRequeue=1
KillWait=5
ReturnToService=2
# A request that no node can meet is refused instead of pending for ever.
EnforcePartLimits=ALL
# The CPUs below may be more than the machine has.
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=8 RealMemory=16000 Feature=test Gres=gpu:2 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP PriorityTier=1 GraceTime=0
PartitionName=grace Nodes=$host MaxTime=INFINITE State=UP PriorityTier=1 GraceTime=30
PartitionName=urgent Nodes=$host MaxTime=INFINITE State=UP PriorityTier=10 PreemptMode=OFF
CONF
    echo "export SLURM_CONF=$SLURM_CONF" >"$base/env.sh"
}

runs() { # NAME: the process in its pid file lives and is called so
    local pid
    pid=$(cat "$base/run/$1.pid" 2>/dev/null) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$1" ]
}

wait_for() { # WHAT SECONDS COMMAND…
    local what=$1 end=$((SECONDS + $2))
    shift 2
    until timeout 10 "$@" >/dev/null 2>&1; do
        if [ $SECONDS -gt $end ]; then
            echo "$what does not come up; the ends of the logs:" >&2
            tail -n 20 "$base"/log/*.log >&2
            return 1
        fi
        sleep 0.1
    done
}

start_daemons() {
    if ! runs munged; then
        rm -f "$socket"*
        munged --key-file="$base/munge/munge.key" --socket="$socket" --pid-file="$base/run/munged.pid" \
            --log-file="$base/munge/munged.log" --seed-file="$base/munge/munged.seed"
        wait_for munge 20 bash -c "munge -S '$socket' -n | unmunge -S '$socket'"
    fi
    runs slurmctld || slurmctld
    wait_for slurmctld 30 bash -c 'scontrol ping | grep -q UP'
    runs slurmd || slurmd -N "$host" 2>/dev/null || slurmd
    wait_for "the node" 30 bash -c "sinfo -h -n '$host' -o %T | grep -Eq '^(idle|mixed|allocated)\$'"
}

umask 022
mkdir -p "$base"/{log,run}
chmod 755 "$base" "$base/run" # munge wants the way to its socket open to all
install_packages
if ! runs slurmctld; then
    write_configuration
fi
start_daemons
sinfo -h -p main -o 'SLURM: node %N is %T, %c CPUs'
