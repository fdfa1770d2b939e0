package audit

// Of what a person may ask of what is kept about them, and of proving once more who
// acts.
const (
	Confirmed Act = "account.confirmed"

	FileMade        Act = "rights.file-made"
	CorrectionMade  Act = "rights.correction-made"
	RestrictionAsk  Act = "rights.restriction-asked"
	RestrictionSet  Act = "rights.restriction-set"
	RestrictionNo   Act = "rights.restriction-refused"
	RestrictionEnd  Act = "rights.restriction-ended"
	ErasureAsked    Act = "rights.erasure-asked"
	ErasureRefused  Act = "rights.erasure-refused"
	ErasureDone     Act = "rights.erased"
	HoldAsked       Act = "rights.hold-asked"
	HoldAgreed      Act = "rights.hold-agreed"
	HoldEnded       Act = "rights.hold-ended"
	RetentionPassed Act = "rights.no-longer-kept"
)
