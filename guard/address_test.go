package guard

import (
	"net/http"
	"net/netip"
	"testing"

	"metrograph/model"
)

func TestAddresses(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		name, remote string
		forwarded    []string
		want         string
	}{
		{"a connection", "203.0.113.7:4711", nil, "203.0.113.7"},
		{"whoever says that somebody else asks", "203.0.113.7:4711", []string{"198.51.100.1"}, "203.0.113.7"},
		{"a proxy", "10.1.2.3:80", []string{"198.51.100.1"}, "198.51.100.1"},
		{"a proxy that says nothing", "10.1.2.3:80", nil, "10.1.2.3"},
		{"what the caller wrote before the proxy", "10.1.2.3:80", []string{"192.0.2.1, 198.51.100.1"}, "198.51.100.1"},
		{"two proxies, two headers", "10.1.2.3:80", []string{"192.0.2.1, 198.51.100.1", "10.9.9.9"}, "198.51.100.1"},
		{"a proxy that writes nonsense", "10.1.2.3:80", []string{"198.51.100.1, unknown"}, "10.1.2.3"},
		{"a network of IPv6", "[2001:db8:1:2:3:4:5:6]:80", nil, "2001:db8:1:2::/64"},
		{"behind a proxy of IPv6", "[fd00::1]:80", []string{"[2001:db8::9]:1234"}, "2001:db8::/64"},
		{"IPv4 in IPv6", "[::ffff:203.0.113.7]:80", nil, "203.0.113.7"},
		{"a link with a zone", "[fe80::1%eth0]:80", nil, "fe80::/64"},
		{"no address", "@", nil, "@"},
	} {
		r := &http.Request{RemoteAddr: c.remote, Header: http.Header{"X-Forwarded-For": c.forwarded}}
		if got := addressOf(r, proxies); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestRatesOfCallers(t *testing.T) {
	rates := Rates{Anonymous: 1, Other: 2, Levels: map[model.Level]int{model.LevelNational: 3}}
	for want, p := range map[int]*model.Principal{
		1: {}, 2: {Subject: "key_1"}, 3: {Subject: "key_2", Institution: "inst_1", Level: model.LevelNational},
	} {
		if got := rates.of(p); got != want {
			t.Errorf("%+v may spend %d, want %d", p, got, want)
		}
	}
}
