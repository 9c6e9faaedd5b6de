package guard

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"metrograph/model"
)

// Rates are what callers may spend in a minute, by who they are. 0 is without end.
type Rates struct {
	Anonymous int // of one address
	Other     int // with a credential, without an institution
	Levels    map[model.Level]int
}

// of is the rate of a caller.
func (r Rates) of(p *model.Principal) int {
	if p.Anonymous() {
		return r.Anonymous
	}
	if rate, ok := r.Levels[p.Level]; ok {
		return rate
	}
	return r.Other
}

// callerOf names who is to be treated as one: a credential, or without one an address.
func callerOf(ctx context.Context) string {
	if p := model.PrincipalFrom(ctx); !p.Anonymous() {
		return "subject " + p.Subject
	}
	return "address " + visitOf(ctx).address
}

// addressOf is the address that a request comes from. What a proxy says of it counts only
// where the proxy is trusted; of several the last that is not trusted is taken, since whoever
// sends the request can write what stands before it.
func addressOf(r *http.Request, trusted []netip.Prefix) string {
	from, ok := parseAddress(r.RemoteAddr)
	if !ok {
		return r.RemoteAddr
	}
	var hops []string
	for _, header := range r.Header.Values("X-Forwarded-For") {
		hops = append(hops, strings.Split(header, ",")...)
	}
	for i := len(hops) - 1; i >= 0 && trusts(trusted, from); i-- {
		hop, ok := parseAddress(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		from = hop
	}
	return network(from)
}

// parseAddress reads an address with or without a port.
func parseAddress(text string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	a, err := netip.ParseAddr(text)
	return a.Unmap().WithZone(""), err == nil
}

func trusts(trusted []netip.Prefix, a netip.Addr) bool {
	for _, prefix := range trusted {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}

// network is what one subscriber of a line has: an IPv4 address, or an IPv6 network of 64
// bits, within which addresses cost nothing.
func network(a netip.Addr) string {
	if a.Is4() {
		return a.String()
	}
	prefix, err := a.Prefix(64)
	if err != nil {
		return a.String()
	}
	return prefix.String()
}
