package webhook

import "net/netip"

// isPublic tells whether an address is one of the Internet at large.
func isPublic(ip netip.Addr) bool {
	if !ip.Is4() && !globalUnicast().Contains(ip) {
		return false
	}
	for _, text := range special() {
		if netip.MustParsePrefix(text).Contains(ip) {
			return false
		}
	}
	return true
}

// globalUnicast is all of IPv6 that is given out (RFC 4291, 2.4, and IANA's registry of address
// space). What is elsewhere is loopback, local, multicast, or stands for an IPv4 address.
func globalUnicast() netip.Prefix { return netip.MustParsePrefix("2000::/3") }

// special are the networks of the IANA registries of special-purpose addresses (RFC 6890) that
// are not public, and those that stand for addresses of other networks.
func special() []string {
	return []string{
		"0.0.0.0/8",        // this network
		"10.0.0.0/8",       // private
		"100.64.0.0/10",    // shared by the subscribers of a provider; metadata of Alibaba's cloud
		"127.0.0.0/8",      // loopback
		"168.63.129.16/32", // the host of a machine in Azure, public as it looks
		"169.254.0.0/16",   // link-local; metadata of most clouds
		"172.16.0.0/12",    // private
		"192.0.0.0/24",     // protocol assignments; metadata of Oracle's cloud
		"192.0.2.0/24",     // documentation
		"192.88.99.0/24",   // 6to4 relays
		"192.168.0.0/16",   // private
		"198.18.0.0/15",    // benchmarks
		"198.51.100.0/24",  // documentation
		"203.0.113.0/24",   // documentation
		"224.0.0.0/3",      // multicast, reserved, broadcast
		"2001::/23",        // protocol assignments, Teredo
		"2001:db8::/32",    // documentation
		"2002::/16",        // 6to4: IPv4 addresses
		"3fff::/20",        // documentation
	}
}
