package evaluation

import (
	"context"

	"cairn/internal/lang"
)

// Whose tells whose turn it is, seen from one side.
type Whose string

// Turns.
const (
	Yours  Whose = "yours"
	Theirs Whose = "theirs"
	Both   Whose = "both"
	Nobody Whose = "nobody"
)

// Turn says whose turn it is and what happens next, in words for one side: in English
// as it is, and in every language with Say.
type Turn struct {
	Whose Whose
	Line  string // "It is your turn."
	Next  string // what to do, and what happens after

	line, next    string // the same before the places are filled
	other, second string // who goes there
}

// Say says the line and what is next in the context's language.
func (t Turn) Say(ctx context.Context) (line, next string) {
	return t.SayLine(ctx), lang.Say(ctx, t.next, t.with()...)
}

// SayLine says the line alone.
func (t Turn) SayLine(ctx context.Context) string { return lang.Say(ctx, t.line, t.with()...) }

func (t Turn) with() []any { return []any{"other", t.other, "second", t.second} }

func turn(whose Whose, line, next, other string) Turn { return turnOfTwo(whose, line, next, other, "") }

func turnOfTwo(whose Whose, line, next, other, second string) Turn {
	t := Turn{Whose: whose, line: line, next: next, other: other, second: second}
	t.Line, t.Next = t.Say(context.Background())
	return t
}

// TurnOf returns the turn as the side sees it; other is how the other is called.
// While both write, a side learns no more of the other than that it is its turn.
func (e *Evaluation) TurnOf(side SideName, other string, resultWritten bool) Turn {
	switch e.Stage {
	case Writing:
		return e.writingTurn(side, other)
	case Opened:
		return turn(Both, lang.Later("It is the turn of both of you."), lang.Later("Read both sides, then talk: meet, or write to each other below. When you have talked, either of you notes it here."), other)
	case Talked:
		return e.signingTurn(side, other, resultWritten)
	case NotAgreed:
		if !e.Stated[side].IsSet() {
			return turn(Nobody, lang.Later("This evaluation ended without agreement."), lang.Later("{other} said why, and there was no answer for two weeks. No Step was set or changed, and another evaluation can be started whenever either of you wants one."), other)
		}
		if !e.Stated[side.Other()].IsSet() {
			return turn(Nobody, lang.Later("This evaluation ended without agreement."), lang.Later("What you said is kept here as it is. No Step was set or changed. Another evaluation can be started whenever either of you wants one."), other)
		}
		return turn(Nobody, lang.Later("This evaluation ended without agreement."), lang.Later("Each of you has said why, and the words of both are kept here. No Step was set or changed. Another evaluation can be started whenever either of you wants one."), other)
	}
	return turn(Nobody, lang.Later("This evaluation is agreed."), lang.Later("Both of you can read it here any day. A growth evaluation can be started whenever either of you wants one."), other)
}

func (e *Evaluation) writingTurn(side SideName, other string) Turn {
	mine, theirs := e.HandedIn[side].IsSet(), e.HandedIn[side.Other()].IsSet()
	switch {
	case mine:
		return turn(Theirs, lang.Later("It is {other}’s turn."), lang.Later("You have handed in. As soon as {other} has too, both sides open at the same moment. Until then you can take yours back."), other)
	case theirs:
		return turn(Yours, lang.Later("It is your turn."), lang.Later("{other} has handed in. When you hand in your side, both sides open at the same moment and neither can be taken back."), other)
	}
	return turn(Yours, lang.Later("It is your turn."), lang.Later("Write your side. {other} sees nothing of it until both of you have handed in; then both sides open at the same moment."), other)
}

func (e *Evaluation) signingTurn(side SideName, other string, written bool) Turn {
	switch {
	case e.Stated[side.Other()].IsSet() && !e.Stated[side].IsSet():
		return turn(Yours, lang.Later("It is your turn."), lang.Later("{other} has said where they do not agree. Read it below. You can talk on, change the result together, ask somebody to join, or put your own words beside it: that ends the evaluation without agreement. After two weeks without an answer, {other} can end it too."), other)
	case e.Stated[side].IsSet():
		return turn(Theirs, lang.Later("It is {other}’s turn."), lang.Later("Your statement is kept. You can still talk on and agree on a result; if {other} states where they do not agree as well, the evaluation ends without agreement. Should there be no answer two weeks after your statement, you can end it alone."), other)
	case !written:
		return turn(Both, lang.Later("It is the turn of both of you."), lang.Later("Write down what you agree on. Either of you can start, and both can change it until both have signed."), other)
	case e.Signed[side].IsSet():
		return turn(Theirs, lang.Later("It is {other}’s turn."), lang.Later("You have signed. When {other} signs too, the result stands. A change to it asks both of you to sign again."), other)
	}
	return turn(Yours, lang.Later("It is your turn."), lang.Later("Read the result, change it if you need to, and sign it when you agree. It stands when both have signed."), other)
}

// JoinedTurn is what whoever was asked to join is told.
func JoinedTurn(subject, manager string) Turn {
	return turnOfTwo(Both, lang.Later("You were asked to join."), lang.Later("Read what both wrote, and help {other} and {second} to talk: in person, or in the conversation below. What they agree on, and whether, is theirs. You can read this until it ends, or until whoever asked you takes it back."), subject, manager)
}
