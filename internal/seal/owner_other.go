//go:build !unix

package seal

import "os"

func handed(os.FileInfo) bool { return false }

// checkOwner leaves the judgement to the system where files have no numeric owner.
func checkOwner(string, os.FileInfo) error { return nil }
