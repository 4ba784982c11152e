usage() {
    cat <<END
usage: sh $0 [options] > RESULTS.tsv

Dials what hosts of the group "$group_text" must reach, and writes what became of it.

  --dry-run        print every packet that would be sent, and send none
  --to ADDRESS     a host that is there, within the addresses of the plan; several times, or
                   with commas. Networks are never searched: without it only hosts that the
                   plan names are dialled
  --all-pairs      every host of a destination (at most $most_hosts), not only one
  --rules NAMES    only these, by name, identity or port, with commas
  --skip NAMES     all but these
  --tries N        how often what is silent is tried ($tries)
  --seconds N      how long an answer is waited for ($seconds)
  --at-once N      how many are dialled at once, at most 16 ($at_once)
  --with TOOL      dial with this only: bash, nc, python3, perl or curl
  --here           do nothing on a host that has no address of the group
  -o FILE          write there instead of standard output
  --help           print this
END
}

tries=3 seconds=5 at_once=16 most_hosts=64 most_dials=4000
dry_run='' all_pairs='' only_here='' only='' skipped='' to='' with='' output=''

is_number() {
    case $1 in '' | 0* | *[!0-9]* | ??????*) return 1 ;; esac
}

while [ $# -gt 0 ]; do
    case $1 in
    --dry-run) dry_run=1 ;;
    --all-pairs) all_pairs=1 ;;
    --here) only_here=1 ;;
    --help | -h)
        usage
        exit 0
        ;;
    --to | --rules | --skip | --tries | --seconds | --at-once | --with | -o)
        [ $# -ge 2 ] || refuse "$1 needs a value"
        case $1 in
        --to) to="$to $(printf '%s' "$2" | tr , ' ')" ;;
        --rules) only=$only,$2 ;;
        --skip) skipped=$skipped,$2 ;;
        --with) with=$2 ;;
        -o) output=$2 ;;
        *) is_number "$2" || refuse "$1 needs a number, 1 or more" ;;
        esac
        case $1 in
        --tries) tries=$2 ;;
        --seconds) seconds=$2 ;;
        --at-once) at_once=$2 ;;
        esac
        shift
        ;;
    *) refuse "no option $1: see --help" ;;
    esac
    shift
done
[ "$at_once" -le 16 ] || refuse "--at-once is at most 16"
case $with in '' | bash | nc | python3 | perl | curl) ;; *) refuse "no tool $with: see --help" ;; esac
for address in $to; do
    hex_of "$address" >/dev/null || refuse "$address is no address"
done

work=${TMPDIR:-/tmp}/portsref-$run.$$
mkdir "$work" || refuse "cannot write to ${TMPDIR:-/tmp}"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
own=$(own_addresses)
own_hexes=$(for address in $own; do hex_of "$address"; done)
: >"$work/dials"
: >"$work/rows.0"

# ---- tools -------------------------------------------------------------------------------------

wants() { [ -z "$with" ] || [ "$with" = "$1" ]; }

limit=
if has timeout && timeout 5 sh -c : 2>/dev/null; then limit=timeout; fi
nc_kind='' nc_more=''
if has nc; then
    case $(nc --help 2>&1 </dev/null; nc -h 2>&1 </dev/null) in
    *BusyBox*) nc_kind=busybox ;;
    *Ncat*) nc_kind=ncat nc_more="-i $seconds" ;;
    *) nc_kind=usual ;;
    esac
fi
[ "$nc_kind" != busybox ] || [ -n "$limit" ] || nc_kind=

tcp_tools='' udp_tools=''
if wants bash && has bash && [ -n "$limit" ]; then tcp_tools="$tcp_tools bash"; fi
if wants nc && [ -n "$nc_kind" ]; then tcp_tools="$tcp_tools nc"; fi
if wants python3 && python3 -c 1 2>/dev/null; then
    tcp_tools="$tcp_tools python3" udp_tools="$udp_tools python3"
fi
if wants perl && perl -e 1 2>/dev/null; then
    tcp_tools="$tcp_tools perl" udp_tools="$udp_tools perl"
fi
if wants curl && has curl; then tcp_tools="$tcp_tools curl"; fi
if wants bash && has bash && [ -n "$limit" ] && has dd; then udp_tools="$udp_tools bash"; fi
if wants nc && [ "$nc_kind" = usual ]; then udp_tools="$udp_tools nc"; fi

now() {
    case ${clock:=$(date +%s%N)} in
    *[!0-9]*) echo "$(date +%s)000" ;;
    *) echo "$(($(date +%s%N) / 1000000))" ;;
    esac
}

# limited SECONDS COMMAND: ends it in time, whether or not there is `timeout`
limited() {
    if [ -n "$limit" ]; then
        "$limit" "$@"
        return
    fi
    allowed=$1
    shift
    { "$@" <&3 & } 3<&0
    limited_one=$!
    (sleep "$allowed"; kill "$limited_one") >/dev/null 2>&1 </dev/null &
    watcher=$!
    wait "$limited_one" 2>/dev/null
    code=$?
    kill "$watcher" 2>/dev/null
    return "$code"
}

# what a tool said becomes a state and a detail
judge() {
    case $said in
    *refused*) state=refused detail=connection-refused ;;
    *'o route to host'* | *'ost is unreachable'* | *'ost unreachable'*)
        state=unreachable detail=no-route-to-host ;;
    *'etwork is unreachable'* | *'etwork unreachable'*)
        state=unreachable detail=network-unreachable ;;
    *'ermission denied'*) state=unreachable detail=prohibited ;;
    *'not permitted'*) state=error detail=own-filter ;;
    *'not known'* | *'esolve'* | *'failure in name'* | *'bad address'* | *'No address associated'*)
        state=error detail=no-such-name ;;
    *'imed out'* | *TIMEOUT* | *imeout*) state=timeout detail=no-handshake ;;
    *'eset by peer'*) state=refused detail=reset ;;
    *) state=error detail=tool-failed ;;
    esac
}

# what came back on a connection that was made
judge_open() {
    case $said in
    *"portsref $run $rule "*" $port"* | *"portsref $run "*" $port"*)
        state=open-listener detail=token ;;
    *"portsref $run "*) state=open-listener detail=other-port ;;
    *) state=open detail=${1:-handshake} ;;
    esac
}

tcp_bash() {
    # shellcheck disable=SC2016 # the other shell is to expand it
    said=$("$limit" "$((seconds + 2))" bash -c '
        exec 3<>"/dev/tcp/$1/$2" || exit 9
        echo connected
        IFS= read -r -n 200 -t 2 line <&3
        code=$?
        printf "%s\n" "$line" | tr -cd "\40-\176\n"
        [ "$code" -gt 128 ] || [ -n "$line" ] || echo closed-at-once
    ' portsref "$host" "$port" 2>&1)
    code=$?
    case $said in
    connected*closed-at-once) judge_open closed ;;
    connected*) judge_open ;;
    *) if [ "$code" -eq 124 ] || [ "$code" -eq 143 ]; then said='timed out'; fi; judge ;;
    esac
}

nc_address() { case $1 in *[!0-9A-Fa-f:.]*) ;; *) printf '%s' -n ;; esac; }

tcp_nc() {
    if [ "$nc_kind" = busybox ]; then
        tcp_busybox_nc
        return
    fi
    # shellcheck disable=SC2046,SC2086 # these are to be split
    said=$(
        {
            limited "$((seconds * 2 + 2))" nc $(nc_address "$host") $nc_more -v -w "$seconds" \
                "$host" "$port" </dev/null
            echo "ended $?"
        } 2>&1 | tr -cd '\11\12\40-\176'
    )
    case $said in
    *succeeded* | *' open'* | *'Connected to'* | *"portsref $run "*) judge_open ;;
    *'forward host lookup failed'* | *'not supported'*) state=error detail=tool-failed ;;
    *'ended 124' | *'ended 143') said='timed out'; judge ;;
    *) judge ;;
    esac
}

# it says nothing of a connection, but runs a program once there is one
tcp_busybox_nc() {
    rm -f "$mine.connected"
    cat >"$mine.sh" <<END
echo connected >"$mine.connected"
timeout 2 sed 1q | tr -cd '\\40-\\176\\n' >>"$mine.connected"
END
    said=$(timeout "$((seconds + 3))" nc -w "$seconds" "$host" "$port" \
        -e /bin/sh "$mine.sh" 2>&1 </dev/null)
    code=$?
    if [ -s "$mine.connected" ]; then
        said=$(cat "$mine.connected")
        judge_open
    elif [ "$code" -eq 124 ] || [ "$code" -eq 143 ]; then
        said='timed out'
        judge
    else
        judge
    fi
}

tcp_curl() {
    case $host in *:*) place="[$host]" ;; *) place=$host ;; esac
    said=$(curl -q -sv --noproxy '*' --connect-timeout "$seconds" -m "$((seconds + 2))" \
        "telnet://$place:$port" 2>&1 </dev/null | tr -cd '\11\12\40-\176')
    case $said in
    *'Connected to'*) judge_open ;;
    *) judge ;;
    esac
}

helped() {
    said=$("$@" "$how" "$host" "$port" "$seconds" "$run" "$rule" 2>/dev/null)
    case $said in
    *"$tab"*"$tab"*)
        state=${said%%"$tab"*} said=${said#*"$tab"}
        detail=${said%%"$tab"*}
        [ "${said#*"$tab"}" = - ] || source=${said#*"$tab"}
        ;;
    *) state=error detail=tool-failed ;;
    esac
}

tcp_python3() { helped python3 -c "$python_program"; }
tcp_perl() { helped perl -e "$perl_program"; }
udp_python3() { tcp_python3; }
udp_perl() { tcp_perl; }

udp_bash() {
    case $how in vxlan | geneve) state=not-testable detail=needs-python3-or-perl; return ;; esac
    # shellcheck disable=SC2016
    said=$("$limit" "$((seconds + 4))" bash -c '
        exec 3<>"/dev/udp/$1/$2" || exit 9
        printf "%s\n" "$3" >&3
        said=$(timeout "$4" dd bs=2048 count=1 <&3 2>/dev/null | tr -cd "\40-\176")
        [ -n "$said" ] && { printf "answered %s\n" "$said"; exit 0; }
        printf "%s\n" "$3" >&3 || exit 9
        said=$(timeout 1 dd bs=2048 count=1 <&3 | tr -cd "\40-\176")
        [ -n "$said" ] && printf "answered %s\n" "$said"
    ' portsref "$host" "$port" "portsref $run $rule $port" "$seconds" 2>&1)
    judge_udp
}

# what it says of errors depends on which one it is: only an answer counts
udp_nc() {
    case $how in vxlan | geneve) state=not-testable detail=needs-python3-or-perl; return ;; esac
    # shellcheck disable=SC2046,SC2086
    said=$(printf '%s\n' "portsref $run $rule $port" |
        limited "$((seconds + 2))" nc -u $(nc_address "$host") $nc_more -w "$seconds" \
            "$host" "$port" 2>"$mine.said" | tr -cd '\40-\176')
    if [ -n "$said" ]; then said="answered $said"; else said=$(cat "$mine.said"); fi
    judge_udp
}

judge_udp() {
    case $said in
    *"portsref $run "*) judge_open ;;
    answered*) state=open detail=answered ;;
    *refused* | *unreachable* | *'o route'* | *'not permitted'* | *'ermission denied'*) judge ;;
    *) state=no-answer detail=silence ;;
    esac
}

attempt() {
    state=not-testable detail=no-tool tool=-
    case $how in tcp) kind=tcp tools=$tcp_tools ;; *) kind=udp tools=$udp_tools ;; esac
    for tool in $tools; do
        "${kind}_$tool"
        case $state/$detail in error/tool-failed | not-testable/needs-python3-or-perl) ;; *) break ;; esac
    done
}

dial() {
    tried=0
    while :; do
        tried=$((tried + 1)) begun=$(now)
        attempt
        ms=$(($(now) - begun))
        [ "$detail" != own-filter ] || break
        case $state in timeout | no-answer | unreachable | error) ;; *) break ;; esac
        [ "$tried" -lt "$tries" ] || break
        sleep 1
    done
}

# ---- what is dialled ---------------------------------------------------------------------------

is_named() {
    case ",$1," in *,"$rule",* | *,"$name",* | *,"$port",*) return 0 ;; esac
    return 1
}

is_own() {
    hex=$(hex_of "$1") || return 1
    case "$own_hexes" in *"$hex"*) return 0 ;; esac
    return 1
}

# the hosts of a destination, those named with --to instead where some are given
hosts_here() {
    if [ -z "$to" ]; then
        hosts_of "$1"
        return
    fi
    for address in $to; do
        if is_in "$(hex_of "$address")" "$(ranges_of "$1")"; then printf '%s\n' "$address"; fi
    done
    for address in $(hosts_of "$1"); do
        if [ "$(family_of "$address")" = name ]; then printf '%s\n' "$address"; fi
    done
}

# one host of each family, another for each host that dials; all of them if that is asked for
chosen() {
    for family in 4 6 name; do
        count=0 of_family=''
        for address in "$@"; do
            if [ "$(family_of "$address")" = $family ]; then
                of_family="$of_family $address" count=$((count + 1))
            fi
        done
        [ "$count" -gt 0 ] || continue
        # shellcheck disable=SC2086 # it is to be split
        if [ -n "$all_pairs" ]; then
            printf '%s\n' $of_family | head -n "$most_hosts"
        else
            printf '%s\n' $of_family | sed -n "$((offset % count + 1))p"
        fi
    done
}

source_for() {
    source=-
    family=$(family_of "$1")
    if [ "$family" = name ]; then return; fi
    if has ip; then
        source=$(ip route get "$1" 2>/dev/null | sed -n 's/.* src \([0-9A-Fa-f.:]*\).*/\1/p')
    fi
    if [ -n "$source" ] && [ "$source" != - ]; then return; fi
    source=-
    for address in $mine_in_group; do
        if [ "$(family_of "$address")" = "$family" ]; then
            source=$address
            return
        fi
    done
}

row() {
    printf '%s\t' "$plan" "$revision_of_rule" "$rule" "$source_name" "$(name_of "$group")" \
        "$source" "$host" "$protocol" "$port" "$state" "$detail" "$tool" "$tried" "$ms"
    date -u +%Y-%m-%dT%H:%M:%SZ
}

undialled() {
    state=$1 detail=$2 host=- source=- tool=- tried=0 ms=-
    row >>"$work/rows.0"
    if [ -n "$dry_run" ]; then say "$name: nothing is sent: $1, $2"; fi
}

mine_in_group=
for address in $own; do
    if is_in "$(hex_of "$address")" "$(ranges_of "$source_id")"; then
        mine_in_group="$mine_in_group $address"
    fi
done
offset=$$
for address in $mine_in_group; do
    hex=$(hex_of "$address")
    offset=$((0x${hex#???????????????????????????}))
    break
done

if [ -n "$only_here" ] && [ -z "$mine_in_group" ]; then exit 0; fi

say "This is a scan of ports that were asked for by: $asked_by"
say "Whoever watches this network should know of it before it begins."
if [ "$source_any" = 0 ] && [ -z "$mine_in_group" ]; then
    say "None of the addresses of this host is of the group \"$group_text\":"
    say "$own"
    say "what is dialled from here will not count for it."
fi

chance=$(($$ + $(date +%s) % 100000))
dials=0
plan_dials() {
    while IFS=$tab read -r rule revision_of_rule name protocol how port group reason; do
        [ -n "$rule" ] || continue
        if { [ -n "$only" ] && ! is_named "$only"; } || is_named "$skipped"; then
            undialled skipped by-choice
            continue
        fi
        if [ "$how" = none ]; then
            undialled not-testable "$reason"
            continue
        fi
        others='' is_mine=''
        for host in $(hosts_here "$group"); do
            if is_own "$host"; then is_mine=1; else others="$others $host"; fi
        done
        if [ -z "$others" ]; then
            if [ -n "$is_mine" ]; then undialled skipped own-address; else undialled skipped "$reason"; fi
            continue
        fi
        # shellcheck disable=SC2086 # they are to be split
        for host in $(chosen $others); do
            dials=$((dials + 1))
            if [ "$dials" -gt "$most_dials" ]; then
                undialled skipped too-many
                break
            fi
            chance=$(((chance * 1103515245 + 12345) % 2147483648))
            printf '%s\t' "$chance" "$rule" "$revision_of_rule" "$name" "$protocol" "$how" \
                "$port" "$group" >>"$work/dials"
            printf '%s\n' "$host" >>"$work/dials"
        done
    done
}
rules | plan_dials
sort -n "$work/dials" >"$work/shuffled"

if [ -n "$dry_run" ]; then
    while IFS=$tab read -r _ rule _ name protocol how port group host; do
        source_for "$host"
        case $how in
        tcp) what="a TCP handshake" ;;
        vxlan | geneve) what="UDP, a frame of $how of full size" ;;
        dns | ntp) what="UDP, a question of $how and the token" ;;
        *) what="UDP, the token" ;;
        esac
        printf '%s\n' "$name: $what from $source to $host port $port, at most $tries times"
    done <"$work/shuffled"
    exit 0
fi

work_through() {
    mine=$work/$1
    number=0
    while IFS=$tab read -r _ rule revision_of_rule name protocol how port group host; do
        number=$((number + 1))
        [ $((number % at_once)) -eq $(($1 % at_once)) ] || continue
        source_for "$host"
        dial </dev/null
        row >>"$work/rows.$1"
    done <"$work/shuffled"
}
worker=1
workers=
while [ "$worker" -le "$at_once" ]; do
    work_through "$worker" &
    workers="$workers $!"
    worker=$((worker + 1))
done
trap 'kill $workers 2>/dev/null; exit 130' INT TERM HUP
wait

# ---- results -----------------------------------------------------------------------------------

{
    printf '#portsref-probes\trun=%s\thost=%s\n' "$run" "$(host_name)"
    printf '%s\t' plan revision rule source_group destination_group source_address \
        destination_address protocol port state detail tool tries ms
    printf '%s\n' time
    cat "$work"/rows.*
} >"$work/results"

signature() {
    if has openssl; then
        printf '#hmac-sha256 %s\n' "$(openssl dgst -sha256 -hmac "$key" <"$1" | sed 's/.* //')"
    elif has python3; then
        printf '#hmac-sha256 %s\n' "$(python3 -c 'import hashlib, hmac, sys
print(hmac.new(sys.argv[1].encode(), sys.stdin.buffer.read(), hashlib.sha256).hexdigest())' "$key" <"$1")"
    elif has perl && perl -MDigest::SHA -e 1 2>/dev/null; then
        printf '#hmac-sha256 %s\n' "$(perl -MDigest::SHA=hmac_sha256_hex -e \
            'local $/; print hmac_sha256_hex(scalar <STDIN>, $ARGV[0])' "$key" <"$1")"
    elif has sha256sum; then
        printf '#sha256 %s\n' "$(sha256sum <"$1" | sed 's/ .*//')"
    elif has shasum; then
        printf '#sha256 %s\n' "$(shasum -a 256 <"$1" | sed 's/ .*//')"
    else
        printf '#unsigned no-tool\n'
    fi
}
signature "$work/results" >>"$work/results.end"
if [ -n "$output" ]; then
    cat "$work/results" "$work/results.end" >"$output" || refuse "cannot write $output"
else
    cat "$work/results" "$work/results.end"
fi
say "Done: $(grep -c . "$work/shuffled") dialled. Give the results to whoever asked, or:"
say "    portsref verify probes PLAN RESULTS.tsv"
