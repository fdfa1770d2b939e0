package api

import (
	"strings"

	"cairn/internal/fault"
)

// changedMeanwhile is what a program is told of a text or a thing that it read before
// somebody changed it.
const changedMeanwhile = "This changed since it was read, so nothing was done. Read it again, put both together and send that with what you read."

// forPrograms takes out of a sentence what is true on a page alone, where the form stands
// there again with what was typed.
var forPrograms = strings.NewReplacer(
	fault.Stale().Message, changedMeanwhile,
	"This was saved from another tab or device in the meantime. What you typed is still here; reload to see the other text beside it.", changedMeanwhile,
	"The text was changed elsewhere after you opened it. Both are here: what you typed and what is kept.", changedMeanwhile,
	"The other has changed this after you opened it. Both are here: what you typed and what is kept.", changedMeanwhile,
	"The draft was changed in the meantime, from another tab or by somebody else.", "The draft was changed in the meantime.",
	" What you typed is still here; the written conversation is the place for it.", " The written conversation is the place for what you want to add.",
	" What you typed is still here; look at the draft as it stands, then send it again.", " Read the draft again, then send it with its revision.",
	" What you typed is still here: write it into a new entry.", " Write a new one.",
	" What you typed is still in your browser: keep the page open and send it again in a while.", " Send it again in a while.",
	" What you typed is still here to copy.", "",
	"; what you typed is still here.", ".",
	" What you typed is still here.", "",
	" You see below who it is.", "",
	" See below who is left out, and why.", "",
	" needs words of both of you below.", " needs words of both of you.",
)
