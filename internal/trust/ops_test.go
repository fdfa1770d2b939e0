package trust

// Whether Cairn can answer everything is told to whoever asks.
func init() {
	open["GET /readyz"] = "tells whether everything can be answered"
}
