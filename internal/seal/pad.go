package seal

import (
	"bytes"
	"encoding/binary"
	"errors"
)

const (
	lengthPrefix = 4
	minBucket    = 256
	maxPlaintext = 16 << 20
)

var errTooLong = errors.New("seal: the value is longer than 16 MiB")

// pad fills plaintext up to its bucket, so that the sealed length tells only
// the bucket: a Step's name, and most free text, looks like any other.
func pad(plaintext []byte) ([]byte, error) {
	if len(plaintext) > maxPlaintext {
		return nil, errTooLong
	}
	padded := make([]byte, bucket(lengthPrefix+int64(len(plaintext))))
	binary.BigEndian.PutUint32(padded, uint32(len(plaintext)))
	copy(padded[lengthPrefix:], plaintext)
	return padded, nil
}

// bucket is the smallest power of two, from 256 on, that holds n bytes.
func bucket(n int64) int64 {
	size := int64(minBucket)
	for size < n {
		size *= 2
	}
	return size
}

// unpad takes back what pad wrote and refuses anything else.
func unpad(padded []byte) ([]byte, bool) {
	if len(padded) < lengthPrefix {
		return nil, false
	}
	n := int64(binary.BigEndian.Uint32(padded))
	if bucket(lengthPrefix+n) != int64(len(padded)) {
		return nil, false
	}
	body, filling := padded[lengthPrefix:lengthPrefix+n], padded[lengthPrefix+n:]
	return body, isZero(filling)
}

var zeroes [4096]byte

// isZero looks at many bytes at a time, for half of a value may be filling.
func isZero(b []byte) bool {
	for len(b) > len(zeroes) {
		if !bytes.Equal(b[:len(zeroes)], zeroes[:]) {
			return false
		}
		b = b[len(zeroes):]
	}
	return bytes.Equal(b, zeroes[:len(b)])
}
