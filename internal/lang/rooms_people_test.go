package lang

// The rooms that people meet first and look after themselves in, and what they are told.
func init() {
	rooms = append(rooms,
		"web/pages/home", "web/home.go", "web/pages/inbox", "web/inbox.go", "web/mail.go", "notice",
		"web/pages/account", "web/account.go", "web/token.go", "credential/check.go", "credential/passwords.go",
		"workflow/account.go", "workflow/session.go", "workflow/second.go", "workflow/passkey.go", "workflow/code_app.go", "workflow/change.go", "workflow/stepup.go",
		"workflow/invitation.go", "workflow/token.go", "workflow/provider.go", "workflow/provider_connect.go", "workflow/provider_end.go", "workflow/provider_first.go",
		"web/pages/people", "web/people.go", "web/people_import.go", "web/profile.go", "web/pages/organisation", "web/organisation.go", "web/pages/search", "web/search.go",
		"web/pages/rights", "web/rights.go", "web/rights_file.go", "web/rights_requests.go", "web/glass.go", "web/pages/demo", "web/demo.go",
		"rights/correction.go", "rights/erasure.go", "rights/restriction.go", "disclosure/glass.go", "workflow/glass.go", "workflow/rights.go", "workflow/rights_erasure.go",
	)
	// What browsers are called; the archive of what is kept is English.
	silent = append(silent, "web/pages/account/agent.go", "web/pages/rights/file_templ.go")
	// Local is how Go calls the zone of its machine, and an erased name is kept as it stands.
	names = append(names, "Passkey", "Local", "CTO", "Someone who left")
}
