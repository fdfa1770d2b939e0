package audit

// Acts on the organisation's own guide.
const (
	GuideWritten Act = "guide.written"
	GuideRemoved Act = "guide.removed"
)
