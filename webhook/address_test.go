package webhook

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"metrograph/model"
)

func TestAddressesThatAreNotPublic(t *testing.T) {
	for _, text := range []string{
		"0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
		"198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "100::1", "2001::1",
		"2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
	} {
		if (Addresses{}).allows(netip.MustParseAddr(text)) {
			t.Errorf("%s is taken for a public address", text)
		}
	}
	for _, text := range []string{"1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "192.167.255.255", "198.17.255.255", "223.255.255.255",
		"100.63.255.255", "100.128.0.0", "::ffff:8.8.8.8", "2400:3200::1", "2606:4700:4700::1111", "2a00:1450::1"} {
		if !(Addresses{}).allows(netip.MustParseAddr(text)) {
			t.Errorf("%s is not taken for a public address", text)
		}
	}
}

func TestAllowedNetworks(t *testing.T) {
	a := Addresses{Allow: []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16"), netip.MustParsePrefix("fd00:1::/32")}}
	for text, want := range map[string]bool{"10.20.1.1": true, "::ffff:10.20.1.1": true, "fd00:1::7": true, "10.21.0.1": false, "fd00:2::1": false, "127.0.0.1": false} {
		if a.allows(netip.MustParseAddr(text)) != want {
			t.Errorf("%s: not %v", text, want)
		}
	}
}

func TestCheckURL(t *testing.T) {
	for url, want := range map[string]bool{
		"https://example.org": true, "https://example.org:443/a?b=c": true, "https://example.org:8443/": true, "https://[2606:4700::1]/": true,
		"https://8.8.8.8/": true, "": false, "example.org": false, "https://": false, "https:///x": false, "http://example.org": false, "ftp://example.org": false,
		"file:///etc/passwd": false, "gopher://example.org": false, "https://u@example.org/": false, "https://example.org:22/": false,
		"https://example.org:6x": false, "https://example.org:70000/": false, "https://127.0.0.1/": false, "https://[::1]/": false,
		"https://[::ffff:169.254.169.254]/": false, "https://169.254.169.254/latest/meta-data": false, "https://[fe80::1%25eth0]/": false,
		"https://example.org/" + strings.Repeat("x", maxURL): false, "https://exa mple.org/": false, "https://example.org/\n": false,
	} {
		err := Addresses{}.CheckURL(url)
		if (err == nil) != want || err != nil && model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("%.60q: %v", url, err)
		}
	}
	if err := (Addresses{HTTP: true}).CheckURL("http://example.org/"); err != nil {
		t.Error(err)
	}
}

func FuzzCheckURL(f *testing.F) {
	for _, seed := range []string{"https://example.org/", "https://[::1]:443", "http://127.0.0.1", "https://0x7f.1/", "https://2130706433/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, url string) {
		if (Addresses{}).CheckURL(url) == nil && !strings.HasPrefix(strings.ToLower(url), "https://") {
			t.Errorf("%q is accepted", url)
		}
	})
}

// attempt sends a message with what the addresses allow.
func attempt(t *testing.T, a Addresses, url string) outcome {
	s := newSender(Options{Addresses: a}.withDefaults())
	return s.send(t.Context(), &model.Webhook{URL: url}, []string{secretPrefix + "AAAA"}, "id", []byte("{}"))
}

// A name that stands for an address of the node's own network is refused when the connection is
// made, whatever it stood for when the webhook was; so is an address that a redirect or a proxy
// of the environment would lead to.
func TestConnectionsThatAreNotMade(t *testing.T) {
	reached := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	t.Setenv("HTTP_PROXY", server.URL)
	t.Setenv("HTTPS_PROXY", server.URL)
	open := Addresses{HTTP: true}
	for _, url := range []string{server.URL, "http://localhost:" + port, "http://LOCALHOST.:" + port, "http://0:" + port, "http://127.1:" + port,
		"http://2130706433:" + port, "http://0x7f000001:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://[::]:" + port, "http://name.invalid"} {
		if out := attempt(t, open, url); out.failure != attempt(t, open, "http://name.invalid").failure || out.status != 0 {
			t.Errorf("%s: %+v", url, out)
		}
	}
	if reached > 0 {
		t.Fatalf("%d requests arrived", reached)
	}
	loopback := Addresses{HTTP: true, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}}
	if out := attempt(t, loopback, "http://localhost:"+port); out.failure != "" || reached != 1 {
		t.Errorf("%+v, %d requests arrived", out, reached)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	reached := 0
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	defer target.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		server := httptest.NewServer(http.RedirectHandler(target.URL, status))
		out := attempt(t, Addresses{HTTP: true, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, server.URL)
		server.Close()
		if out.status != status || out.kind != "redirected" || reached > 0 {
			t.Errorf("%d: %+v, %d", status, out, reached)
		}
	}
}

// A certificate that nobody vouches for is not that of the receiver.
func TestCertificatesAreVerified(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	out := attempt(t, Addresses{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, server.URL)
	if out.status != 0 || !strings.Contains(out.failure, "certificate") {
		t.Errorf("%+v", out)
	}
}

// What a receiver answers is read as far as it is short.
func TestAnswers(t *testing.T) {
	now := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		status int
		after  string
		want   outcome
	}{
		"taken":        {200, "", outcome{status: 200, kind: "delivered"}},
		"no content":   {204, "", outcome{status: 204, kind: "delivered"}},
		"gone":         {410, "9", outcome{status: 410, kind: "refused", gone: true, failure: "the receiver answered 410: it wants no more events"}},
		"in a minute":  {503, "60", outcome{status: 503, kind: "refused", failure: "the receiver answered 503", after: time.Minute}},
		"at a time":    {429, now.Add(time.Hour).Format(http.TimeFormat), outcome{status: 429, kind: "refused", failure: "the receiver answered 429", after: time.Hour}},
		"next century": {429, "9999999999", outcome{status: 429, kind: "refused", failure: "the receiver answered 429", after: longestAfter}},
		"yesterday":    {429, now.Add(-time.Hour).Format(http.TimeFormat), outcome{status: 429, kind: "refused", failure: "the receiver answered 429"}},
		"nonsense":     {503, "soon", outcome{status: 503, kind: "refused", failure: "the receiver answered 503"}},
		"not for 500":  {500, "60", outcome{status: 500, kind: "refused", failure: "the receiver answered 500"}},
	} {
		s := &sender{now: func() time.Time { return now }}
		if got := s.answered(&http.Response{StatusCode: c.status, Header: http.Header{"Retry-After": {c.after}}}); got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
