package audit

// Of putting the database back from a backup.
const (
	Restored Act = "cairn.restored" // its object is the last link that the backup holds
	Reopened Act = "cairn.reopened"
)
