package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash/crc32"
	"math/big"
	"strings"
)

// A key is mg_ and 49 characters of base62: 43 are the 256 random bits, 6 are the CRC-32 of
// all that is before them. The prefix and the checksum let scanners of source code tell a
// key from noise, and let a mistyped key be refused without a look-up.
const (
	keyPrefix      = "mg_"
	keySecretLen   = 43 // 62^43 > 2^256
	keyChecksumLen = 6  // 62^6 > 2^32
	keyLen         = len(keyPrefix) + keySecretLen + keyChecksumLen
	keyHintLen     = len(keyPrefix) + 6
)

// NewKey makes an API key, to be shown once, with what is kept of it: the hash by which it
// is found, and a hint by which people recognise it.
func NewKey() (key, hash, hint string) {
	var secret [32]byte
	if _, err := rand.Read(secret[:]); err != nil {
		panic("auth: no randomness: " + err.Error()) // crypto/rand never fails on supported systems
	}
	body := keyPrefix + base62(new(big.Int).SetBytes(secret[:]), keySecretLen)
	key = body + checksum(body)
	return key, HashKey(key), key[:keyHintLen] + "…"
}

// HashKey returns the SHA-256 of a key in hexadecimal. A slow hash would add nothing: there
// are 2^256 keys to guess from.
func HashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// wellFormed tells whether the text can be a key at all.
func wellFormed(key string) bool {
	if len(key) != keyLen || !strings.HasPrefix(key, keyPrefix) {
		return false
	}
	split := keyLen - keyChecksumLen
	return key[split:] == checksum(key[:split])
}

func checksum(body string) string {
	return base62(big.NewInt(int64(crc32.ChecksumIEEE([]byte(body)))), keyChecksumLen)
}

// base62 writes a number with digits, small and capital letters, padded to a width.
func base62(n *big.Int, width int) string {
	digits := n.Text(62)
	return strings.Repeat("0", width-len(digits)) + digits
}
