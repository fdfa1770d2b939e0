package audit

// Of who may know Steps.
const (
	StepPolicySet Act = "steps.policy-set"
	StepOpened    Act = "steps.own-opened"
	StepClosed    Act = "steps.own-closed"
)
