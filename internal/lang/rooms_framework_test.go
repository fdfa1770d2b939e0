package lang

// The framework's own pages: reading it, speaking about it, and writing it.
func init() {
	rooms = append(rooms,
		"web/pages/framework", "web/framework.go", "web/framework_change.go", "web/framework_version.go", "web/framework_remark.go",
		"web/framework_draft.go", "web/framework_draft_example.go", "web/framework_draft_file.go", "web/framework_draft_part.go", "web/framework_draft_removal.go",
		"web/framework_owner.go", "web/framework_import.go", "framework/edit_check.go", "workflow/remark.go", "workflow/framework_life.go", "workflow/framework_draft.go", "workflow/framework_edit.go",
	)
	names = append(names, "stored draft %s cannot be read: %v") // for the log of the operator
}
