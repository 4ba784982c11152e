use strict; use warnings;
use Socket qw(:DEFAULT getaddrinfo SOL_SOCKET SO_REUSEADDR SOMAXCONN);
use Fcntl;

my ($run, $seconds, $places) = @ARGV;
$0 = "portsref-listen";
$SIG{PIPE} = "IGNORE";
my (@lines, @answers);
open(my $file, "<", $places) or die;
while (<$file>) {
    my (undef, $protocol, $address, $port, $rule) = split;
    my $kind = $protocol eq "TCP" ? SOCK_STREAM : SOCK_DGRAM;
    my ($error, $found) = getaddrinfo($address, $port, { socktype => $kind });
    next if $error;
    socket(my $line, $found->{family}, $kind, 0) or next;
    setsockopt($line, SOL_SOCKET, SO_REUSEADDR, 1) if $protocol eq "TCP";
    bind($line, $found->{addr}) or next;
    if ($protocol eq "TCP") { listen($line, SOMAXCONN) or next }
    fcntl($line, F_SETFL, fcntl($line, F_GETFL, 0) | O_NONBLOCK);
    push @lines, $line;
    push @answers, $protocol eq "TCP" ? "portsref $run $rule $port\n" : undef;
}
my $deadline = time() + $seconds;
while (@lines && time() < $deadline) {
    my $bits = "";
    vec($bits, fileno($_), 1) = 1 for @lines;
    next unless select($bits, undef, undef, 1) > 0;
    for my $number (0 .. $#lines) {
        my $line = $lines[$number];
        next unless vec($bits, fileno($line), 1);
        if (defined $answers[$number]) {
            accept(my $made, $line) or next;
            syswrite($made, $answers[$number]);
            close($made);
        } else {
            my $from = recv($line, my $said, 65535, 0);
            send($line, $said, 0, $from) if defined $from && index($said, "portsref $run ") >= 0;
        }
    }
}
