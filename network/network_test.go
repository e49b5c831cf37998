package network

import (
	"net/netip"
	"testing"
)

func TestIsPublic(t *testing.T) {
	for address, public := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true,
		"127.0.0.1": false, "10.1.2.3": false, "192.168.0.1": false, "169.254.1.1": false, "0.0.0.0": false, "100.64.0.1": false,
		"224.0.0.1": false, "255.255.255.255": false, "::1": false, "fe80::1%eth0": false, "fc00::1": false, "fec0::1%eth0": false,
		"::ffff:10.0.0.1": false, "64:ff9b::a00:1": false, "2002:a00:1::": false,
	} {
		if got := IsPublic(netip.MustParseAddr(address)); got != public {
			t.Errorf("%s: public %t, want %t", address, got, public)
		}
	}
}
