package audit

// Of breaking the glass. What was read is a reading like any other.
const (
	GlassSwitched Act = "glass.switched"
	GlassAsked    Act = "glass.asked"
	GlassOpened   Act = "glass.opened"
	GlassEnded    Act = "glass.ended"
)
