package evaluation

// Whose tells whose turn it is, seen from one side.
type Whose string

// Turns.
const (
	Yours  Whose = "yours"
	Theirs Whose = "theirs"
	Both   Whose = "both"
	Nobody Whose = "nobody"
)

// Turn says whose turn it is and what happens next, in words for one side.
type Turn struct {
	Whose Whose
	Line  string // "It is your turn."
	Next  string // what to do, and what happens after
}

// TurnOf returns the turn as the side sees it; other is how the other is called.
// While both write, a side learns no more of the other than that it is its turn.
func (e *Evaluation) TurnOf(side SideName, other string, resultWritten bool) Turn {
	switch e.Stage {
	case Writing:
		return e.writingTurn(side, other)
	case Opened:
		return Turn{Both, "It is the turn of both of you.", "Read both sides, then talk: meet, or write to each other below. When you have talked, either of you notes it here."}
	case Talked:
		return e.signingTurn(side, other, resultWritten)
	case NotAgreed:
		if !e.Stated[side].IsSet() {
			return Turn{Nobody, "This evaluation ended without agreement.", other + " said why, and there was no answer for two weeks. No Step was set or changed, and another evaluation can be started whenever either of you wants one."}
		}
		if !e.Stated[side.Other()].IsSet() {
			return Turn{Nobody, "This evaluation ended without agreement.", "What you said is kept here as it is. No Step was set or changed. Another evaluation can be started whenever either of you wants one."}
		}
		return Turn{Nobody, "This evaluation ended without agreement.", "Each of you has said why, and the words of both are kept here. No Step was set or changed. Another evaluation can be started whenever either of you wants one."}
	}
	return Turn{Nobody, "This evaluation is agreed.", "Both of you can read it here any day. A growth evaluation can be started whenever either of you wants one."}
}

func (e *Evaluation) writingTurn(side SideName, other string) Turn {
	mine, theirs := e.HandedIn[side].IsSet(), e.HandedIn[side.Other()].IsSet()
	switch {
	case mine:
		return Turn{Theirs, "It is " + other + "'s turn.", "You have handed in. As soon as " + other + " has too, both sides open at the same moment. Until then you can take yours back."}
	case theirs:
		return Turn{Yours, "It is your turn.", other + " has handed in. When you hand in your side, both sides open at the same moment and neither can be taken back."}
	}
	return Turn{Yours, "It is your turn.", "Write your side. " + other + " sees nothing of it until both of you have handed in; then both sides open at the same moment."}
}

func (e *Evaluation) signingTurn(side SideName, other string, written bool) Turn {
	switch {
	case e.Stated[side.Other()].IsSet() && !e.Stated[side].IsSet():
		return Turn{Yours, "It is your turn.", other + " has said where they do not agree. Read it below. You can talk on, change the result together, ask somebody to join, or put your own words beside it: that ends the evaluation without agreement. After two weeks without an answer, " + other + " can end it too."}
	case e.Stated[side].IsSet():
		return Turn{Theirs, "It is " + other + "'s turn.", "Your statement is kept. You can still talk on and agree on a result; if " + other + " states where they do not agree as well, the evaluation ends without agreement. Should there be no answer two weeks after your statement, you can end it alone."}
	case !written:
		return Turn{Both, "It is the turn of both of you.", "Write down what you agree on. Either of you can start, and both can change it until both have signed."}
	case e.Signed[side].IsSet():
		return Turn{Theirs, "It is " + other + "'s turn.", "You have signed. When " + other + " signs too, the result stands. A change to it asks both of you to sign again."}
	}
	return Turn{Yours, "It is your turn.", "Read the result, change it if you need to, and sign it when you agree. It stands when both have signed."}
}

// JoinedTurn is what whoever was asked to join is told.
func JoinedTurn(subject, manager string) Turn {
	return Turn{Both, "You were asked to join.", "Read what both wrote, and help " + subject + " and " + manager + " to talk: in person, or in the conversation below. What they agree on, and whether, is theirs. You can read this until it ends, or until whoever asked you takes it back."}
}
