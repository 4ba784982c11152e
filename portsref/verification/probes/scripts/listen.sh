usage() {
    cat <<END
usage: sh $0 [options]

Listens on hosts of the group "$group_text", where nothing else does, so that whoever dials sees
that a packet arrives. It answers each connection with a line, and stops by itself.

  --dry-run        print where it would listen, and listen nowhere
  --address A      listen on this address of the host, instead of those of the group
  --minutes N      for how long ($minutes)
  --with TOOL      listen with this only: systemd-socket-activate, socat, python3, perl or nc
  --help           print this

It takes no port that is in use, and no traffic of what runs already. In "ss -tulpn" its name is
portsref-listen (systemd-socket-activate, socat, python3, perl, nc).
END
}

minutes=15 dry_run='' with='' addresses=''

while [ $# -gt 0 ]; do
    case $1 in
    --dry-run) dry_run=1 ;;
    --help | -h)
        usage
        exit 0
        ;;
    --address | --minutes | --with)
        [ $# -ge 2 ] || refuse "$1 needs a value"
        case $1 in
        --address)
            hex_of "$2" >/dev/null || refuse "$2 is no address"
            addresses="$addresses $2"
            ;;
        --minutes)
            case $2 in '' | 0* | *[!0-9]* | ????*) refuse "--minutes is a number, 1 to 999" ;; esac
            minutes=$2
            ;;
        --with) with=$2 ;;
        esac
        shift
        ;;
    *) refuse "no option $1: see --help" ;;
    esac
    shift
done
case $with in '' | systemd-socket-activate | socat | python3 | perl | nc) ;;
*) refuse "no tool $with: see --help" ;;
esac

if [ -z "$addresses" ]; then
    own=$(own_addresses)
    for address in $own; do
        if is_in "$(hex_of "$address")" "$(ranges_of "$group_id")"; then
            addresses="$addresses $address"
        fi
    done
    if [ -z "$addresses" ]; then
        say "None of the addresses of this host is of the group \"$group_text\":"
        say "$own"
        refuse "name one with --address, if it is a host of this group all the same"
    fi
fi

say "It was asked for by: $asked_by"
work=${TMPDIR:-/tmp}/portsref-$run.$$
mkdir "$work" || refuse "cannot write to ${TMPDIR:-/tmp}"
seconds=$((minutes * 60))
children=
stop() {
    trap '' TERM INT HUP
    for child in $children; do kill "$child" 2>/dev/null; done
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 0' INT TERM HUP
: >"$work/places"

wants() { [ -z "$with" ] || [ "$with" = "$1" ]; }

limit=
if has timeout && timeout 5 sh -c : 2>/dev/null; then limit=timeout; fi
nc_kind=
if has nc; then
    case $(nc --help 2>&1 </dev/null; nc -h 2>&1 </dev/null) in
    *BusyBox*) nc_kind=busybox ;;
    *Ncat*) nc_kind=ncat ;;
    *OpenBSD* | *'[-X proxy_protocol]'*) nc_kind=openbsd ;;
    *) nc_kind=traditional ;;
    esac
fi

tcp_tool='' udp_tool=''
if wants systemd-socket-activate && has systemd-socket-activate; then
    tcp_tool=systemd
elif wants socat && has socat; then
    tcp_tool=socat
elif wants python3 && python3 -c 1 2>/dev/null; then
    tcp_tool=python3
elif wants perl && perl -e 1 2>/dev/null; then
    tcp_tool=perl
elif wants nc && [ -n "$nc_kind" ]; then
    tcp_tool=nc
fi
if wants python3 && python3 -c 1 2>/dev/null; then
    udp_tool=python3
elif wants perl && perl -e 1 2>/dev/null; then
    udp_tool=perl
elif wants socat && has socat; then
    udp_tool=socat
fi

# is_taken PROTOCOL PORT: something has the port, on an address that is not loopback
is_taken() {
    at=$(printf '%04X' "$2")
    case $1 in TCP) kept='[0-9A-F]*:[0-9A-F]* 0A' ;; *) kept= ;; esac
    case $1 in TCP) table=tcp ;; *) table=udp ;; esac
    cat "/proc/net/$table" "/proc/net/${table}6" 2>/dev/null |
        grep " [0-9A-F]*:$at $kept" |
        grep -v -e " [0-9A-F]\{6\}7F:$at " -e " 0\{24\}01000000:$at " >"$work/taken"
    [ -s "$work/taken" ]
}

while IFS=$tab read -r protocol port how rule name <&3; do
    [ -n "$protocol" ] || continue
    if is_taken "$protocol" "$port"; then
        say "$protocol $port: in use already, and left alone ($name)"
        continue
    fi
    case $protocol in TCP) tool=$tcp_tool ;; *) tool=$udp_tool ;; esac
    case $how/$tool in
    */)
        say "$protocol $port: no tool on this host that can listen"
        continue
        ;;
    vxlan/socat | geneve/socat)
        say "$protocol $port: needs python3 or perl"
        continue
        ;;
    esac
    for address in $addresses; do
        if [ -n "$dry_run" ]; then
            printf '%s\n' "would listen: $protocol $address port $port with $tool ($name)"
        else
            printf '%s\t%s\t%s\t%s\t%s\n' "$tool" "$protocol" "$address" "$port" "$rule" \
                >>"$work/places"
        fi
    done
done 3<<END_OF_RULES
$(rules)
END_OF_RULES
[ -z "$dry_run" ] || exit 0
if [ ! -s "$work/places" ]; then
    say "There is nothing to listen for: what is asked for is in use already, or cannot be."
    exit 1
fi

# under another name, which `ss` shows; busybox goes by its names, and keeps this one
link_under_name() {
    mkdir "$work/$1" && ln -s "$(command -v "$1")" "$work/$1/portsref-listen"
}
named() {
    program=$work/$1/portsref-listen
    [ -x "$program" ] || program=$1
}

in_time() {
    if [ -n "$limit" ]; then exec "$limit" "$seconds" "$@"; else exec "$@"; fi
}

shell=$(command -v sh)
place_of() { case $1 in *:*) printf '[%s]:%s' "$1" "$2" ;; *) printf '%s:%s' "$1" "$2" ;; esac; }

answer_with_systemd() {
    named systemd-socket-activate
    in_time "$program" --accept --inetd --listen="$(place_of "$address" "$port")" \
        "$shell" -c "echo 'portsref $run $rule $port'" >/dev/null 2>&1 </dev/null
}

answer_with_socat() {
    named socat
    case $address in *:*) ip=6 at="[$address]" ;; *) ip=4 at=$address ;; esac
    if [ "$protocol" = TCP ]; then
        in_time "$program" "TCP$ip-LISTEN:$port,bind=$at,reuseaddr,fork,max-children=50" \
            "SYSTEM:echo portsref $run $rule $port" >/dev/null 2>&1 </dev/null
    else
        cat >"$work/udp.sh" <<END
said=\$(dd bs=2048 count=1 2>/dev/null)
case \$said in "portsref $run "*) printf '%s\\n' "\$said" ;; esac
END
        in_time "$program" "UDP$ip-RECVFROM:$port,bind=$at,fork" \
            "EXEC:$shell $work/udp.sh" >/dev/null 2>&1 </dev/null
    fi
}

# it answers one connection, and is begun again for the next
answer_with_nc() {
    named nc
    begun=$(date +%s) one='' mine=$work/$address.$port
    echo "portsref $run $rule $port" >"$mine.line"
    trap 'kill $one 2>/dev/null; exit 0' TERM INT HUP
    while [ $(($(date +%s) - begun)) -lt "$seconds" ]; do
        case $nc_kind in
        openbsd) set -- -N -l "$address" "$port" ;;
        ncat) set -- -l --send-only "$address" "$port" ;;
        traditional) set -- -n -l -q 1 -s "$address" -p "$port" ;;
        busybox) set -- -l -p "$port" "$address" -e "$shell" -c "echo 'portsref $run $rule $port'" ;;
        esac
        "$program" "$@" <"$mine.line" >/dev/null 2>"$mine.said" &
        one=$!
        wait "$one" || [ ! -s "$mine.said" ] || exit 1
    done
}

begin() {
    case $tcp_tool/$nc_kind in
    systemd/*) link_under_name systemd-socket-activate ;;
    nc/busybox) ;;
    nc/*) link_under_name nc ;;
    esac
    if [ "$tcp_tool" = socat ] || [ "$udp_tool" = socat ]; then link_under_name socat; fi
    while IFS=$tab read -r tool protocol address port rule <&3; do
        case $tool in
        systemd) answer_with_systemd & ;;
        socat) answer_with_socat & ;;
        nc) answer_with_nc & ;;
        *) continue ;;
        esac
        children="$children $!"
    done 3<"$work/places"
    for tool in python3 perl; do
        grep "^$tool$tab" "$work/places" >"$work/places.$tool" || continue
        case $tool in
        python3) python3 -c "$python_program" "$run" "$seconds" "$work/places.python3" & ;;
        perl) perl -e "$perl_program" "$run" "$seconds" "$work/places.perl" & ;;
        esac
        children="$children $!"
    done
}
begin
sleep 1
while IFS=$tab read -r tool protocol address port rule <&3; do
    if is_taken "$protocol" "$port"; then
        printf '%s\n' "listening: $protocol $address port $port with $tool"
    else
        say "$protocol $address port $port: $tool could not listen (below 1024 only root can)"
    fi
done 3<"$work/places"
say "This goes on for $minutes minutes; Ctrl+C stops it."
sleep "$seconds" &
children="$children $!"
wait $!
