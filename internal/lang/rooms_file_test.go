package lang

// What is brought in from files, and what is said of their lines.
func init() {
	rooms = append(rooms, "orgfile", "sheet", "payfile", "money",
		"workflow/import.go", "workflow/import_leads.go", "workflow/import_leavers.go", "workflow/import_managers.go", "workflow/import_people.go",
		"workflow/import_report.go", "workflow/import_units.go", "workflow/people_sync.go", "workflow/pay_range_import.go", "workflow/salary_import.go",
		"workflow/paygap_sex.go", "workflow/benchmark.go", "workflow/pay_change.go", "web/benchmark.go", "web/pages/pay")
	// Files are English, and so is what only the machine is told.
	silent = append(silent, "orgfile/encode.go")
	names = append(names, "money: amounts of two currencies do not mix", "money: this is no amount", "money: there is no currency %q", "Benchmarks", "Ranges", "Salaries", "Imported from a file.", "What was said of my sex")
}
