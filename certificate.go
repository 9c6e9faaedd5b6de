package main

import (
	"crypto/tls"
	"fmt"
	"sync/atomic"
)

// certificate is that of the node, which is read again when it has been renewed.
type certificate struct {
	cert, key string // files
	current   atomic.Pointer[tls.Certificate]
}

// certificate reads the one that is configured; nil for none.
func (p *program) certificate() (*certificate, error) {
	if p.TLSCert == "" {
		return nil, nil
	}
	c := &certificate{cert: p.TLSCert, key: p.TLSKey}
	return c, c.load()
}

func (c *certificate) load() error {
	read, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("the certificate of --tls-cert with the key of --tls-key: %w", err)
	}
	c.current.Store(&read)
	return nil
}

// config is how connections are made with the certificate; nil for such without.
func (c *certificate) config() *tls.Config {
	if c == nil {
		return nil
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		return c.current.Load(), nil
	}}
}

// scheme is that of the node's address.
func (c *certificate) scheme() string {
	if c == nil {
		return "http"
	}
	return "https"
}
