use strict; use warnings;
use Socket qw(:DEFAULT getaddrinfo getnameinfo NI_NUMERICHOST NI_NUMERICSERV SOL_SOCKET SO_ERROR IPPROTO_TCP);
use Errno; use Fcntl;

my ($how, $host, $port, $seconds, $run, $rule) = @ARGV;
my $source = "-";
my $question = "portsref $run $rule $port\n";

sub end { print join("\t", @_, $source), "\n"; exit 0 }

sub fail {
    my $code = $! + 0;
    my %known = (
        Errno::ETIMEDOUT() => ["timeout", "no-handshake"],
        Errno::ECONNREFUSED() => ["refused", "connection-refused"],
        Errno::ECONNRESET() => ["refused", "reset"],
        Errno::EHOSTUNREACH() => ["unreachable", "no-route-to-host"],
        Errno::ENETUNREACH() => ["unreachable", "network-unreachable"],
        Errno::EACCES() => ["unreachable", "prohibited"],
        Errno::EPERM() => ["error", "own-filter"],
    );
    end(@{ $known{$code} || ["error", "tool-failed"] });
}

sub line {
    my ($kind) = @_;
    my ($error, $found) = getaddrinfo($host, $port, { socktype => $kind });
    end("error", "no-such-name") if $error || !$found;
    socket(my $line, $found->{family}, $kind, 0) or fail();
    return ($line, $found);
}

sub own {
    my ($line) = @_;
    my ($error, $name) = getnameinfo(getsockname($line), NI_NUMERICHOST | NI_NUMERICSERV);
    $source = $name unless $error;
}

sub ready {
    my ($line, $left, $to_write) = @_;
    my $bits = "";
    vec($bits, fileno($line), 1) = 1;
    return $to_write ? select(undef, $bits, undef, $left) : select($bits, undef, undef, $left);
}

sub tcp {
    my ($line, $found) = line(SOCK_STREAM);
    fcntl($line, F_SETFL, fcntl($line, F_GETFL, 0) | O_NONBLOCK);
    if (!connect($line, $found->{addr})) {
        fail() unless $! == Errno::EINPROGRESS();
        end("timeout", "no-handshake") unless ready($line, $seconds, 1);
        $! = unpack("i", getsockopt($line, SOL_SOCKET, SO_ERROR));
        fail() if $!;
    }
    own($line);
    end("open", "handshake") unless ready($line, 2, 0);
    my $said = "";
    my $size = sysread($line, $said, 200);
    end("open", "closed") unless $size;
    end("open", "handshake") unless $said =~ /portsref \Q$run\E \S+ (\d+)/;
    end("open-listener", $1 == $port ? "token" : "other-port");
}

sub answer {
    my ($line, $least) = @_;
    my $deadline = time() + $seconds;
    while ((my $left = $deadline - time()) > 0) {
        return undef unless ready($line, $left, 0);
        my $said = "";
        defined(recv($line, $said, 65535, 0)) or fail();
        return $said if length($said) >= $least;
    }
    return undef;
}

sub udp {
    my ($line, $found) = line(SOCK_DGRAM);
    connect($line, $found->{addr}) or fail();
    own($line);
    my @questions = ($question);
    unshift @questions, "\x70\x72\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01" if $how eq "dns";
    unshift @questions, "\x23" . "\0" x 47 if $how eq "ntp";
    for my $each (@questions) { defined(send($line, $each, 0)) or fail() }
    my $said = answer($line, 0);
    end("no-answer", "silence") unless defined $said;
    end($said =~ /portsref \Q$run\E / ? ("open-listener", "token") : ("open", "answered"));
}

sub frame {
    my ($size) = @_;
    (my $token = $question) =~ s/\n/ /;
    my $inner = "\x02\x70\x72\x66\x00\x01\x02\x70\x72\x66\x00\x02\x88\xb5$token";
    my $head = $how eq "vxlan" ? "\x08\x00\x00\x00" : "\x00\x00\x65\x58";
    my $content = "$head\xff\xff\xfe\x00$inner";
    return $content . "." x ($size - length($content));
}

sub tunnel {
    my ($line, $found) = line(SOCK_DGRAM);
    connect($line, $found->{addr}) or fail();
    own($line);
    my $is_four = $found->{family} == AF_INET;
    my ($level, $discover, $option, $heads) = $is_four ? (0, 10, 14, 28) : (41, 23, 24, 48);
    setsockopt($line, $level, $discover, pack("i", 2)) or fail();
    my $of_path = sub { unpack("i", getsockopt($line, $level, $option)) };
    my $mtu = $of_path->();
    $mtu = 9216 if $mtu > 9216;
    my $detail = "full-size-lost";
    my $full = frame($mtu - $heads);
    my $is_sent = defined(send($line, $full, 0));
    fail() unless $is_sent || $! == Errno::EMSGSIZE();
    $detail = "path-mtu" unless $is_sent;
    if ($is_sent) {
        my $said = eval { local $SIG{__DIE__}; tunnel_answer($line, length($full)) };
        end("open-listener", "full-size-$mtu") if defined $said && $said ne "too-long";
    }
    $detail = "path-mtu-" . $of_path->() if $of_path->() < $mtu;
    defined(send($line, frame(200), 0)) or fail();
    end("timeout", $detail) if defined answer($line, 200);
    end("not-testable", "tunnel-silent");
}

# an answer, or that the network said that the frame is too long for it
sub tunnel_answer {
    my ($line, $least) = @_;
    return undef unless ready($line, $seconds, 0);
    my $said = "";
    if (!defined(recv($line, $said, 65535, 0))) {
        return "too-long" if $! == Errno::EMSGSIZE();
        fail();
    }
    return length($said) >= $least ? $said : undef;
}

if ($how eq "tcp") { tcp() } elsif ($how eq "vxlan" || $how eq "geneve") { tunnel() } else { udp() }
