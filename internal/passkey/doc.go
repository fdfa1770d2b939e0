// Package passkey makes and checks passkeys: keys that stay in a device and prove
// both that it is there and that its owner unlocked it. It keeps nothing; what must
// be remembered between a question and its answer is handed back to the caller.
package passkey
