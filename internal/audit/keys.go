package audit

// Acts on the master key. Which key it is, no line tells.
const (
	KeysRotating Act = "keys.rotation-begun"
	KeysRotated  Act = "keys.rotated"
)

// Acts on people's own keys.
const (
	KeysRenewing Act = "keys.renewal-begun" // everybody's
	KeysRenewed  Act = "keys.renewed"
	KeyRenewed   Act = "key.renewed" // one person's
)
