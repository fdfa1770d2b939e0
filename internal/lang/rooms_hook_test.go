package lang

// What is told to other systems, and what programs can ask for.
func init() {
	rooms = append(rooms, "web/pages/hook", "web/hook.go", "web/pages/reference", "web/reference.go")
	// The description of the API is English, and what is made of it: kinds of values, and commands.
	silent = append(silent, "web/pages/reference/document.go", "web/pages/reference/example.go")
	names = append(names, "Standard Webhooks", "Slack", "Teams")
}
