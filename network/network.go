// Package network tells which addresses of the internet lead outwards. In go an IP
// address, out comes whether it is a public unicast one: what is fetched or sent
// on somebody's word must not reach this machine or a private network. It does no
// I/O; whoever dials asks after the name was looked up, so that a public name
// cannot lead inwards.
package network

import (
	"net/netip"
	"slices"
)

// inner are the networks that netip does not count as private and that lead
// inwards all the same: "this" network (RFC 1122), the carriers' (RFC 6598),
// protocol assignments (RFC 6890), benchmarks (RFC 2544), the reserved class E
// (RFC 1112), what was site-local (RFC 3879), and the IPv6 translations of IPv4
// addresses (RFC 4291, RFC 6052, RFC 8215, RFC 3056, RFC 4380).
var inner = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("fec0::/10"),
	netip.MustParsePrefix("::/96"),
	netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2002::/16"),
	netip.MustParsePrefix("2001::/32"),
}

// IsPublic reports whether an address is a public unicast one.
func IsPublic(ip netip.Addr) bool {
	// No network contains an address with a zone, so it is left out.
	ip = ip.Unmap().WithZone("")
	contains := func(network netip.Prefix) bool { return network.Contains(ip) }
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !slices.ContainsFunc(inner, contains)
}
