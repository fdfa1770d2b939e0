package ui

// NoticeKind says what a notice is about; it decides sign and tone.
type NoticeKind string

// The kinds of notice.
const (
	Info    NoticeKind = "info"
	Private NoticeKind = "private" // who can read something
	Changed NoticeKind = "changed" // something is not as it was
	Done    NoticeKind = "done"    // an act took place
	Problem NoticeKind = "problem" // an act did not take place
)

func (k NoticeKind) icon() string {
	switch k {
	case Private:
		return "lock"
	case Changed, Done, Problem:
		return string(k)
	}
	return "info"
}
