package id

// Passkey is a key in a person's device.
type Passkey string
