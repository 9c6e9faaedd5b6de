package xmldsig

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Trust is the certificates that chains may end in, with lists of those that were revoked.
type Trust struct {
	roots        *x509.CertPool
	certificates []*x509.Certificate
	revoked      []*x509.RevocationList
}

// LoadTrust reads a trust list: a file, or the files of a folder that end in .pem, .crt, .cer
// or .crl, in PEM or DER. A certificate of the list is trusted itself, whoever issued it.
func LoadTrust(path string) (*Trust, error) {
	files := []string{path}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		if files, err = listed(path); err != nil {
			return nil, err
		}
	}
	t := &Trust{roots: x509.NewCertPool()}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err == nil {
			err = t.add(raw)
		}
		if err != nil {
			return nil, fmt.Errorf("trust list %s: %w", file, err)
		}
	}
	if len(t.certificates) == 0 {
		return nil, fmt.Errorf("trust list %s: there is no certificate in it", path)
	}
	return t, nil
}

func listed(folder string) (files []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if slices.Contains([]string{".pem", ".crt", ".cer", ".crl"}, strings.ToLower(filepath.Ext(e.Name()))) && !e.IsDir() {
			files = append(files, filepath.Join(folder, e.Name()))
		}
	}
	return files, err
}

// add takes the certificates and revocation lists of a file.
func (t *Trust) add(raw []byte) error {
	if !bytes.Contains(raw, []byte("-----BEGIN ")) {
		return t.addDER("CERTIFICATE", raw)
	}
	for len(raw) > 0 {
		var block *pem.Block
		if block, raw = pem.Decode(raw); block == nil {
			break
		}
		if err := t.addDER(block.Type, block.Bytes); err != nil {
			return err
		}
	}
	return nil
}

func (t *Trust) addDER(kind string, der []byte) error {
	if crl, err := x509.ParseRevocationList(der); err == nil {
		t.revoked = append(t.revoked, crl)
		return nil
	}
	if kind != "CERTIFICATE" {
		return fmt.Errorf("%q is neither a certificate nor a list of revoked ones", kind)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return err
	}
	t.certificates = append(t.certificates, c)
	t.roots.AddCert(c)
	return nil
}
