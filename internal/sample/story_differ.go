package sample

// What does not go the usual way: a move to another discipline that waits for a
// signature, and an evaluation that ended without agreement.
var (
	aoifeMove = story{who: "aoife.byrne", step: individual, area: team, next: mastery,
		self:    "Malik and I have paired every Thursday since spring. I write the code for the search checks now, and I miss it on the other days.",
		craft:   "I can change what is there. I have not yet built anything from nothing, and I would like to.",
		manager: "She asks before there is a line of code, and that will serve her wherever she sits. I will miss her, and I am for it.",
		skill:   "In quality I would not ask for more. In development she begins, with better questions than most who begin.",
		summary: "Aoife moves from quality to software development. She takes with her how she works with people, and learns the craft anew.",
		focus:   "Build one part of the search checks from the first line to the release, with Malik to review.",
	}
	aoifePay = "The salary stays as it is. At the yearly review Hana, Helena and I look at the range of the new discipline together with Aoife, so that nobody has to guess until then."
	aoifeWhy = "I want this. Beginning again in the craft feels right and not small, and I know where I can ask."

	danielDiffers = story{who: "daniel.osei", area: accountability, next: accountability,
		self:    "I said no four times this year and wrote each one down. In March I took on the signing keys, because two tribes would have stopped shipping.",
		craft:   "The release tool runs on three systems now. I would like somebody to share it with.",
		manager: "The list of what the tool will not do exists. Then came the signing keys, and they stood on that list.",
		skill:   "There is nobody whom I trust more with the place where two tools meet.",
		summary: "Daniel keeps the release tool dependable and has begun to say what it will not do. In March he did not say it.",
		focus:   "Find a second keeper for the release tool.",
	}
	danielJoined = "I have read both sides twice. You agree about everything that matters next year. About March you do not, and you need not: put it down, each of you in your own words, and let us look for the second keeper together."
	danielSays   = "Taking the signing keys was a decision and no failure to say no. It was mine to take, and I would take it again. I would like that to stand beside what Kwame wrote."
	kwameSays    = "It was a good deed, and it broke what we had agreed on. Both are true. I cannot sign a text that leaves out the second, and I do not ask Daniel to sign one that holds it."
)
