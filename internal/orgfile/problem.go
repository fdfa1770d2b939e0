package orgfile

import "cairn/internal/sheet"

// Problem is one mistake in the file.
type Problem = sheet.Problem
