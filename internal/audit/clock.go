package audit

// ClockSetBack tells that the machine's clock was behind the journal's last line. What
// is below it was written later, whatever its time says.
const ClockSetBack Act = "clock.set-back"
