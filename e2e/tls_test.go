package e2e_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// certify writes a certificate of this machine and its key.
func certify(t *testing.T, cert, key string, serial int64) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTLS: a node with a certificate speaks HTTP/2 and HTTP/1.1 over TLS, streams included, and
// takes a renewed certificate on SIGHUP.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	certify(t, cert, key, 1)
	n := serve(t, t.TempDir(), "--institution-name-en", "I", "--institution-kind", "OTHER", "--institution-level", "NATIONAL",
		"--tls-cert", cert, "--tls-key", key)
	if !strings.HasPrefix(n.GraphQL, "https://") {
		t.Fatalf("the address is %s", n.GraphQL)
	}
	get := func(http2 bool, accept, query string) *http.Response {
		t.Helper()
		protocols := &http.Protocols{}
		protocols.SetHTTP1(!http2)
		protocols.SetHTTP2(http2)
		client := &http.Client{Transport: &http.Transport{Protocols: protocols, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} // it is looked at below
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, n.GraphQL+"?query="+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept", accept)
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = response.Body.Close() })
		if want := map[bool]int{true: 2, false: 1}[http2]; response.StatusCode != http.StatusOK || response.ProtoMajor != want {
			t.Errorf("%s: %s", response.Proto, response.Status)
		}
		return response
	}
	for _, http2 := range []bool{false, true} {
		get(http2, "application/json", "%7B__typename%7D")
		events := get(http2, "text/event-stream", "subscription%7BrecordChanged%7Bid%7D%7D")
		if line, err := bufio.NewReader(events.Body).ReadString('\n'); err != nil || line != ":\n" {
			t.Errorf("%q %v", line, err)
		}
	}
	certify(t, cert, key, 2)
	if err := n.process.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(patience); ; {
		shown := get(true, "application/json", "%7B__typename%7D").TLS.PeerCertificates[0].SerialNumber.Int64()
		if shown == 2 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the renewed certificate is not shown")
		}
	}
	n.stop(t)
}
