package mongotest

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"testing"
)

// gate stands before a server and lets one command pass at a time, over all connections:
// the next goes in when the answer to the one before came out.
type gate struct {
	listener net.Listener
	socket   string // the server's
	turn     sync.Mutex

	mu    sync.Mutex
	conns map[net.Conn]bool
}

func openGate(t testing.TB, socket string) *gate {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{listener: listener, socket: socket, conns: map[net.Conn]bool{}}
	go g.accept()
	return g
}

func (g *gate) address() string { return g.listener.Addr().String() }

func (g *gate) accept() {
	for {
		client, err := g.listener.Accept()
		if err != nil {
			return
		}
		go g.serve(client)
	}
}

// serve passes the messages of one client.
func (g *gate) serve(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := new(net.Dialer).DialContext(context.Background(), "unix", g.socket)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	g.track(client, true)
	defer g.track(client, false)
	for {
		request, err := message(client)
		if err != nil {
			return
		}
		answer, err := g.ask(server, request)
		if err != nil {
			return
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}

func (g *gate) ask(server net.Conn, request []byte) ([]byte, error) {
	g.turn.Lock()
	defer g.turn.Unlock()
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	return message(server)
}

// message reads one message of the wire protocol: its first four bytes are its length.
func message(from io.Reader) ([]byte, error) {
	var size [4]byte
	if _, err := io.ReadFull(from, size[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(size[:])
	if n < 16 || n > 64<<20 {
		return nil, io.ErrUnexpectedEOF
	}
	whole := make([]byte, n)
	copy(whole, size[:])
	_, err := io.ReadFull(from, whole[4:])
	return whole, err
}

func (g *gate) track(c net.Conn, open bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if open {
		g.conns[c] = true
	} else {
		delete(g.conns, c)
	}
}

func (g *gate) close() {
	_ = g.listener.Close()
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.conns {
		_ = c.Close()
	}
}
