package audit

// What women and men are paid is compared in reports; what somebody said of their sex
// is said, brought in or taken back. None of it stands in the journal.
const (
	SexSaid     Act = "pay.sex-said"
	SexImported Act = "pay.sex-imported"
	GapReported Act = "pay.gap-reported"
	GapExported Act = "pay.gap-exported"
)
