package audit

// Acts about pay. For which step and how much is told by no line.
const (
	MarketMade    Act = "pay.market-made"
	MarketChanged Act = "pay.market-changed"
	RangeWritten  Act = "pay.range-written"
	RangesTaken   Act = "pay.ranges-imported"
	PayExported   Act = "pay.exported"
	PlaceSet      Act = "pay.place-set"
	PolicySet     Act = "pay.policy-set"
	SalaryWritten Act = "pay.salary-written"

	ReviewOpened   Act = "pay.review-opened"
	ReviewChanged  Act = "pay.review-changed"
	ReviewClosed   Act = "pay.review-closed"
	ReviewProposed Act = "pay.review-proposed"
	ReviewDecided  Act = "pay.review-decided"
	LetterGiven    Act = "pay.letter-given"

	PayProposed Act = "pay.change-proposed"
	PayDecided  Act = "pay.change-decided"

	BenchmarkChanged Act = "pay.benchmarks-changed"
)
