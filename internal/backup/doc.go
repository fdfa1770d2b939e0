// Package backup writes all rows of a database into one file that only the holder of
// a key can read, and reads them again. The file is closed with the public half of
// the key, the lock, so a machine that makes backups every night cannot open them.
package backup
