package id

// Identity is who somebody is at an identity provider.
type Identity string
