$ErrorActionPreference = 'Stop'
$MostHosts = 64
$Tab = "`t"

function Get-Hex([string]$Text) {
    $address = $null
    if (-not [System.Net.IPAddress]::TryParse($Text, [ref]$address)) { return '' }
    $bytes = $address.GetAddressBytes()
    $hex = -join ($bytes | ForEach-Object { $_.ToString('x2') })
    if ($bytes.Length -eq 4) { $hex = ('0' * 20) + 'ffff' + $hex }
    return $hex
}

function Test-InRanges([string]$Hex, [string]$Ranges) {
    foreach ($range in $Ranges.Split(',')) {
        $ends = $range.Split('-')
        if ($ends.Length -eq 2 -and
            [string]::CompareOrdinal($ends[0], $Hex) -le 0 -and
            [string]::CompareOrdinal($Hex, $ends[1]) -le 0) { return $true }
    }
    return $false
}

function Get-Family([string]$Text) {
    if ($Text.Contains(':')) { return '6' }
    if ((Get-Hex $Text) -ne '') { return '4' }
    return 'name'
}

function Get-OwnAddresses {
    [System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces() |
        Where-Object { $_.OperationalStatus -eq 'Up' } |
        ForEach-Object { $_.GetIPProperties().UnicastAddresses } |
        ForEach-Object { $_.Address.ToString().Split('%')[0] } |
        Where-Object { $_ -notmatch '^(127\.|::1$|fe80:)' }
}

# the address from which a packet would go, for which none is sent
function Get-Source([string]$Target) {
    if ((Get-Family $Target) -eq 'name') { return '-' }
    $address = [System.Net.IPAddress]::Parse($Target)
    $line = New-Object System.Net.Sockets.Socket($address.AddressFamily,
        [System.Net.Sockets.SocketType]::Dgram, [System.Net.Sockets.ProtocolType]::Udp)
    try {
        $line.Connect($address, 9)
        return $line.LocalEndPoint.Address.ToString().Split('%')[0]
    } catch {
        return '-'
    } finally {
        $line.Close()
    }
}

function Get-Failure($ErrorRecord) {
    $exception = $ErrorRecord.Exception
    while ($exception.InnerException) { $exception = $exception.InnerException }
    if ($exception -isnot [System.Net.Sockets.SocketException]) { return 'error', 'tool-failed' }
    switch ($exception.SocketErrorCode.ToString()) {
        'ConnectionRefused' { return 'refused', 'connection-refused' }
        'ConnectionReset' { return 'refused', 'reset' }
        'TimedOut' { return 'timeout', 'no-handshake' }
        'HostUnreachable' { return 'unreachable', 'no-route-to-host' }
        'NetworkUnreachable' { return 'unreachable', 'network-unreachable' }
        'AccessDenied' { return 'error', 'own-filter' }
        'HostNotFound' { return 'error', 'no-such-name' }
        'NoData' { return 'error', 'no-such-name' }
    }
    return 'error', 'tool-failed'
}

function Test-Connection1([string]$Target, [int]$Port) {
    $family = [System.Net.Sockets.AddressFamily]::InterNetwork
    if ((Get-Family $Target) -eq '6') {
        $family = [System.Net.Sockets.AddressFamily]::InterNetworkV6
    }
    $client = New-Object System.Net.Sockets.TcpClient($family)
    try {
        $pending = $client.BeginConnect($Target, $Port, $null, $null)
        if (-not $pending.AsyncWaitHandle.WaitOne($Seconds * 1000)) {
            return 'timeout', 'no-handshake'
        }
        $client.EndConnect($pending)
        $stream = $client.GetStream()
        $stream.ReadTimeout = 2000
        $buffer = New-Object byte[] 200
        try { $count = $stream.Read($buffer, 0, 200) } catch { return 'open', 'handshake' }
        $said = [System.Text.Encoding]::ASCII.GetString($buffer, 0, $count)
        if ($said -match "portsref $Run \S+ (\d+)") {
            if ($Matches[1] -eq "$Port") { return 'open-listener', 'token' }
            return 'open-listener', 'other-port'
        }
        if ($count -eq 0) { return 'open', 'closed' }
        return 'open', 'handshake'
    } catch {
        return Get-Failure $_
    } finally {
        $client.Close()
    }
}

function Get-Hosts([string]$Group) {
    $named = @($HostsOf[$Group].Split(' ', [System.StringSplitOptions]::RemoveEmptyEntries))
    if ($To.Count -eq 0) { return $named }
    $found = @($To | Where-Object { Test-InRanges (Get-Hex $_) $RangesOf[$Group] })
    return $found + @($named | Where-Object { (Get-Family $_) -eq 'name' })
}

function Test-Named([string[]]$Names, [string[]]$Cells) {
    return @($Names | Where-Object { $_ -in $Cells[0], $Cells[2], $Cells[5] }).Count -gt 0
}

function Get-Row([string[]]$Cells, [string[]]$Result) {
    $time = (Get-Date).ToUniversalTime().ToString('s') + 'Z'
    $fields = @($Plan, $Cells[1], $Cells[0], $SourceName, $NameOf[$Cells[6]], $Result[0],
        $Result[1], $Cells[3], $Cells[5], $Result[2], $Result[3], $Result[4], $Result[5],
        $Result[6], $time)
    return $fields -join $Tab
}

# called with -File, a list comes as one text
$To = @($To | ForEach-Object { $_ -split ',' } | Where-Object { $_ })
$Rules = @($Rules | ForEach-Object { $_ -split ',' } | Where-Object { $_ })
$Skip = @($Skip | ForEach-Object { $_ -split ',' } | Where-Object { $_ })
foreach ($address in $To) {
    if ((Get-Hex $address) -eq '') { throw "$address is no address" }
}
$own = @(Get-OwnAddresses)
$ownHexes = @($own | ForEach-Object { Get-Hex $_ })
$here = @($ownHexes | Where-Object { Test-InRanges $_ $RangesOf['own'] })
$offset = $PID
if ($here.Count -gt 0) { $offset = [Convert]::ToInt32($here[0].Substring(27), 16) }

Write-Warning "This is a scan of ports that were asked for by: $AskedBy"
Write-Warning 'Whoever watches this network should know of it before it begins.'
if ($RangesOf['own'] -ne '' -and $here.Count -eq 0) {
    Write-Warning "None of the addresses of this host is of the group ""$GroupText"": $own"
}

$dials = New-Object System.Collections.ArrayList
$rows = New-Object System.Collections.ArrayList
foreach ($line in ($Table -split "`r?`n")) {
    $cells = $line.Split("`t")
    if ($cells.Length -lt 8) { continue }
    $none = $null
    if (($Rules.Count -gt 0 -and -not (Test-Named $Rules $cells)) -or (Test-Named $Skip $cells)) {
        $none = 'skipped', 'by-choice'
    } elseif ($cells[4] -eq 'none') {
        $none = 'not-testable', $cells[7]
    } elseif ($cells[4] -ne 'tcp') {
        $none = 'not-testable', 'tcp-only'
    } else {
        $hosts = @(Get-Hosts $cells[6])
        $others = @($hosts | Where-Object { (Get-Hex $_) -eq '' -or (Get-Hex $_) -notin $ownHexes })
        if ($others.Count -eq 0) {
            $reason = if ($hosts.Count -gt 0) { 'own-address' } else { $cells[7] }
            $none = 'skipped', $reason
        }
    }
    if ($none) {
        [void]$rows.Add((Get-Row $cells @('-', '-', $none[0], $none[1], '-', '0', '-')))
        if ($DryRun) { Write-Output "$($cells[2]): nothing is sent: $($none[0]), $($none[1])" }
        continue
    }
    foreach ($family in '4', '6', 'name') {
        $alike = @($others | Where-Object { (Get-Family $_) -eq $family })
        if ($alike.Count -eq 0) { continue }
        if ($AllPairs) { $chosen = @($alike | Select-Object -First $MostHosts) }
        else { $chosen = @($alike[$offset % $alike.Count]) }
        foreach ($target in $chosen) { [void]$dials.Add(@{ Cells = $cells; Target = $target }) }
    }
}

foreach ($dial in @($dials | Sort-Object { Get-Random })) {
    $cells = $dial.Cells
    $target = $dial.Target
    $source = Get-Source $target
    if ($DryRun) {
        Write-Output "$($cells[2]): a TCP handshake from $source to $target port $($cells[5]), at most $Tries times"
        continue
    }
    for ($try = 1; $try -le $Tries; $try++) {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $said = @(Test-Connection1 $target ([int]$cells[5]))
        if ($said[0] -notin 'timeout', 'unreachable') { break }
        if ($try -lt $Tries) { Start-Sleep -Seconds 1 }
    }
    $tried = [Math]::Min($try, $Tries)
    $result = @($source, $target, $said[0], $said[1], 'powershell', "$tried",
        "$($watch.ElapsedMilliseconds)")
    [void]$rows.Add((Get-Row $cells $result))
}
if ($DryRun) { return }

$computer = $env:COMPUTERNAME -replace '[^A-Za-z0-9._-]', '_'
$head = "#portsref-probes${Tab}run=$Run${Tab}host=$computer"
$names = ('plan revision rule source_group destination_group source_address destination_address ' +
    'protocol port state detail tool tries ms time') -replace ' ', $Tab
$text = (@($head, $names) + @($rows) | ForEach-Object { "$_`n" }) -join ''
$utf8 = New-Object System.Text.UTF8Encoding($false)
$signer = New-Object System.Security.Cryptography.HMACSHA256
$signer.Key = $utf8.GetBytes($Key)
$digest = -join ($signer.ComputeHash($utf8.GetBytes($text)) | ForEach-Object { $_.ToString('x2') })
if (-not $OutFile) { $OutFile = "portsref-$Run-$computer.tsv" }
$path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutFile)
$signed = $text + '#hmac-sha256 ' + $digest + "`n"
[System.IO.File]::WriteAllText($path, $signed, $utf8)
Write-Output ('Give this file to whoever asked, or: portsref verify probes PLAN FILE: ' + $path)
