package trust

// The API reaches feedback and journals too; what a manager asks is not in it.
func init() {
	for _, path := range []string{"", "/draft", "/giving", "/declining", "/withdrawal", "/reminder", "/thanks", "/sharing", "/audience"} {
		kinds["/api/v1/feedback/{id}"+path] = "feedback"
	}
	for _, path := range []string{"", "/sharing"} {
		kinds["/api/v1/journal/{id}"+path] = "note"
	}
	kinds["/api/v1/journal/files/{id}"] = "note-file"
	kinds["/api/v1/people/{id}/feedback"] = "person"
	kinds["/api/v1/people/{id}/feedback/requests"] = "person"
	breakages = append(breakages,
		broken("a token reaches what a manager asked", "TestForeignIsLikeAbsent|TestTheMatrixHolds", "workflow/feedback.go", "if !f.VisibleTo(b, actor.Person) || f.ByManager() && actor.Via == access.ViaToken {", "if !f.VisibleTo(b, actor.Person) {"),
	)
}
