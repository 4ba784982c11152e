LC_ALL=C
export LC_ALL
umask 077
tab=$(printf '\t')

say() { printf '%s\n' "$*" >&2; }

refuse() {
    say "$0: $*"
    exit 2
}

has() { command -v "$1" >/dev/null 2>&1; }

# an address in 32 hexadecimal digits, which sort as addresses do; nothing where it is none
hex_of() {
    case $1 in
    '' | *[!0-9A-Fa-f:.]*) return 1 ;;
    *:*.*) return 1 ;;
    *:*) hex_of_ipv6 "$1" ;;
    *) hex_of_ipv4 "$1" ;;
    esac
}

hex_of_ipv4() (
    case $1 in *[!0-9.]* | .* | *..* | *.) exit 1 ;; esac
    IFS=.
    # shellcheck disable=SC2086 # it is to be split
    set -- $1
    [ $# -eq 4 ] || exit 1
    for part in "$@"; do
        [ ${#part} -le 3 ] || exit 1
        case $part in 0?*) exit 1 ;; esac
        [ "$part" -le 255 ] || exit 1
    done
    printf '00000000000000000000ffff%02x%02x%02x%02x\n' "$@"
)

hex_of_ipv6() (
    case $1 in
    *::*::* | *:::*) exit 1 ;;
    *::*) head=${1%%::*} tail=${1#*::} short=1 ;;
    *) head=$1 tail='' short=0 ;;
    esac
    IFS=:
    # shellcheck disable=SC2086
    set -- $head
    before=$# hex=''
    for part in "$@"; do hex=$hex$(four_of "$part") || exit 1; done
    # shellcheck disable=SC2086
    set -- $tail
    missing=$((8 - before - $#))
    if [ "$short" = 1 ]; then [ "$missing" -ge 1 ] || exit 1; else [ "$missing" -eq 0 ] || exit 1; fi
    while [ "$missing" -gt 0 ]; do hex=${hex}0000 missing=$((missing - 1)); done
    for part in "$@"; do hex=$hex$(four_of "$part") || exit 1; done
    printf '%s\n' "$hex"
)

four_of() {
    case $1 in
    [0-9A-Fa-f]) printf '000%s' "$1" ;;
    [0-9A-Fa-f][0-9A-Fa-f]) printf '00%s' "$1" ;;
    [0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]) printf '0%s' "$1" ;;
    [0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]) printf '%s' "$1" ;;
    *) return 1 ;;
    esac | tr A-F a-f
}

# is_in HEX RANGES: ranges are first-last, separated by commas
is_in() (
    found=$1
    IFS=,
    for range in $2; do
        printf '%s\n' "${range%-*}" "$found" "${range#*-}" | sort -c 2>/dev/null && exit 0
    done
    exit 1
)

family_of() {
    case $1 in
    *:*) echo 6 ;;
    *[!0-9.]*) echo name ;;
    *) echo 4 ;;
    esac
}

# addresses of this host, one a line, without loopback and link-local ones
own_addresses() {
    {
        if [ -r /proc/net/fib_trie ]; then
            while read -r first second third; do
                case $first in '|--' | '+--') last=$second ;; esac
                case "$first $second $third" in '/32 host LOCAL') printf '%s\n' "$last" ;; esac
            done </proc/net/fib_trie
        fi
        if [ -r /proc/net/if_inet6 ]; then
            sed 's/ .*//; s/..../&:/g; s/:$//' /proc/net/if_inet6
        fi
        if [ ! -r /proc/net/fib_trie ] && has ifconfig; then
            ifconfig -a | sed -n 's/^.*inet6* \(addr:\)* *\([0-9A-Fa-f.:]*\).*$/\2/p'
        fi
    } | sort -u | grep -v -e '^127\.' -e '^::1$' -e '^fe80:' -e '^0000:0000:0000:0000:0000:0000:0000:0001$'
}

host_name() {
    name=$(uname -n 2>/dev/null || hostname 2>/dev/null)
    printf '%s' "${name:--}" | tr -c 'A-Za-z0-9._-' _
}
