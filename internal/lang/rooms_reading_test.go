package lang

// What is said of files that a framework is brought in from.
func init() {
	rooms = append(rooms, "frameworkimport", "framework/edit_drop.go", "web/calendar.go", "workflow/calendar.go")
	// How values are kept and what a part is called that has no name; what a workbook is called.
	names = append(names, "unit lead (squad)", "unit lead (chapter)", "unit lead (tribe)", "unit lead (guild)", "is skipped.", "Level ", "Framework", "Markdown")
	// Capacities as they are written down.
	names = append(names, "people partner, by the policy on Steps", "tribe lead, by the policy on Steps", "colleague, by the policy on Steps")
}
