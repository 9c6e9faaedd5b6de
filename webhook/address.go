package webhook

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"

	"metrograph/model"
)

// Addresses says where events may be sent to. Whoever creates a webhook has the node make
// requests, so that they must not reach what is open to the node alone.
type Addresses struct {
	Allow []netip.Prefix // networks that are not public and allowed all the same
	HTTP  bool           // without encryption too
}

// maxURL bounds the length of an address.
const maxURL = 500

// CheckURL refuses an address that events are not sent to. What a name stands for is looked at
// whenever a connection is made, since it can change.
func (a Addresses) CheckURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || len(text) > maxURL:
		return refused("the address is not that of a receiver; give one like https://example.org/events")
	case u.Scheme != "https" && (u.Scheme != "http" || !a.HTTP):
		return refused("the address has to begin with https://")
	case u.User != nil:
		return refused("the address must have no user or password in it; receivers recognise the node by its signature")
	case !openPort(u.Port()):
		return refused("the port has to be 80, 443 or above 1023")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !a.allows(ip) {
		return refused("this address is not public")
	}
	return nil
}

func refused(message string) error {
	e := model.Errorf(model.CodeInvalid, "%s", message)
	e.Path = "url"
	return e
}

// openPort tells whether a port is one that receivers have: others below 1024 are those of
// other services.
func openPort(port string) bool {
	n, err := strconv.Atoi(port)
	return port == "" || err == nil && (n == 80 || n == 443 || n > 1023 && n < 1<<16)
}

var errNotAllowed = errors.New("events are not sent to this address")

// control refuses a connection just before it is made, when its name has been resolved: what
// was resolved before may have been another address.
func (a Addresses) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !a.allows(to.Addr()) || !openPort(strconv.Itoa(int(to.Port()))) {
		return errNotAllowed
	}
	return nil
}

func (a Addresses) allows(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, prefix := range a.Allow {
		if prefix.Contains(ip) {
			return true
		}
	}
	return isPublic(ip)
}
