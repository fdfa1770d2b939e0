// Package credential holds what proves who somebody is: passwords kept only as
// argon2id hashes, random tokens kept only as SHA-256 hashes, and the limiter
// that slows down those who guess.
package credential
