// Package trust holds the proofs of what Cairn promises about people's private
// things: docs/trust.md says which test proves which promise. It has no code of
// its own.
package trust
