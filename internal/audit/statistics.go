package audit

// Tables of many Steps at once are published by nobody but Cairn itself.
const (
	StatisticsPublished Act = "statistics.published"
)
