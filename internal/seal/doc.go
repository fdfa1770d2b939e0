// Package seal keeps private values unreadable in the database: each person has
// a random key, each key is wrapped by a master key that lives outside it, and
// each sealed value opens only in the one place it was written for.
//
// Destroying a person's wrapped key destroys everything sealed with it.
package seal
