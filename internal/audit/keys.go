package audit

// Acts on the master key. Which key it is, no line tells.
const (
	KeysRotating Act = "keys.rotation-begun"
	KeysRotated  Act = "keys.rotated"
)
