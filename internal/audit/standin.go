package audit

// StandInNamed: a manager who will be away gave another leader what goes on with a
// report. Its end is that of a disclosure.
const StandInNamed Act = "stand-in.named"
