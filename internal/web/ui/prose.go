package ui

import "strings"

// paragraphs splits plain text at blank lines, and each paragraph into lines.
func paragraphs(text string) [][]string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var all [][]string
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimRight(line, " \t"))
			continue
		}
		if lines != nil {
			all, lines = append(all, lines), nil
		}
	}
	if lines != nil {
		all = append(all, lines)
	}
	return all
}
