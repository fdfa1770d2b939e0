package sample

// growthStories are growth evaluations that were agreed since everybody was
// placed. Their step is the one agreed before.
var growthStories = []story{
	{"paula.schmidt", "", improvement,
		"Half a year in quality. I ask the developers to show me where they are afraid, and start there. I still reach for the code when I should ask a question.",
		"Test design comes easily. What I lack is a sense for how much is enough before a release.",
		"She came as a beginner in the discipline and not in the work. Reaching for the code is sometimes just right; she knows when it is not.",
		"The seat tests of this spring are the best piece of quality work in the tribe. How much is enough we will find out together.",
		"The change suits her and the squad. What she brought from software is an advantage and she uses it with restraint.",
		mastery, "Decide alone, for two releases, when testing is enough; talk about each afterwards."},
	{"grace.kim", "", team,
		"I had a good year. The new fare tables are readable and two people other than me have changed them. I am not looking for a wider step, and I would like that to be an ordinary thing to say.",
		"I learnt more about fares by explaining them than by knowing them.",
		"It is an ordinary thing to say. The fare tables were the most useful change in Seats this year.",
		"She replaced something that only she could read with something that nobody needs her for. I cannot think of better mastery.",
		"Grace is content where she is, keeps going deeper, and makes others able. Nothing needs to change.",
		mastery, "Night trains: write down their oddities before the next timetable, the way she did with fares."},
	{"yara.nasser", "", accountability,
		"The storage move is done. I said in week two that we would be late and we were, by as much as I had said.",
		"I know now why databases are slow, and more often how to make them not.",
		"She told us early, kept telling us, and never made it sound worse or better than it was. This goes beyond her squad now: Refunds copied her plan.",
		"Her plan for moving without a pause is what I would show to any squad.",
		"Yara carried a risky piece of work to its end and others learned from how she did it.",
		team, "Help Refunds with their move, as an adviser and not as the one who does it."},
}

// What is being written and talked about at the moment.
var (
	elinNow = story{who: "elin.dahl", step: individual, area: team, next: improvement,
		self:  "I say in the morning what I do not understand yet. It was hard in the first weeks and is normal now.",
		craft: "I shipped the change to saved cards by myself. Wei's review was long, and I understood all of it.",
	}
	diegoNow = story{who: "diego.fuentes", area: improvement, next: team,
		self:    "I let Elin lead the change to saved cards and only reviewed. It took longer, and it was better than mine would have been.",
		craft:   "Refunds hold no surprises for me any more. I would like to work on something that does.",
		manager: "Stepping back from saved cards cost him something and gave Elin a lot.",
		skill:   "Ready for a problem that is not yet understood. The pricing work may be one.",
	}
	malikNow = story{who: "malik.johnson", area: business, next: mastery,
		manager: "He brought the cost of a slow search in bookings lost, and the tribe changed its plan for the quarter because of it.",
		skill:   "The note on how the index ranks journeys is now what we give to newcomers.",
	}
	bilalNow = story{who: "bilal.aydin", step: squad, area: accountability, next: business,
		self:    "I was on call from my second month. I followed the plan each time and asked when it did not fit. I do not know yet how much I may decide alone.",
		craft:   "I know networks from before. How Northlight runs things is still new to me in places.",
		manager: "On the night of the certificate he decided alone, rightly, and wrote down why before he slept. He may decide more than he thinks.",
		skill:   "What he brought from before is deeper than his interviews showed. I asked five people who work with him and all of them said so in their own words.",
	}
	thandiweNow = story{who: "thandiwe.nkosi", area: accountability, next: team,
		self:    "The seat reminder was mine from sketch to release. I decided with the squad to leave out the sound, and I still think that was right.",
		craft:   "State in two places no longer confuses me. I removed one of the places.",
		manager: "She led the seat reminder and kept everyone informed without being asked. Leaving out the sound was decided well.",
		skill:   "Removing the second place was the best change in that code this year.",
	}
	freyaNow = story{who: "freya.lang", area: business, next: improvement,
		self:    "Amara and I found that one in fourteen journeys started with the keyboard ends without a booking. We can now say what that costs.",
		craft:   "I tested with eleven travellers this year. Each of them taught me something that no guideline says.",
		manager: "The number she and Amara found is quoted in every tribe. It changed what gets built first.",
		skill:   "I learn from her each month, and I am her chapter lead.",
		summary: "Freya's work on keyboard bookings reached all three tribes, and she shared both the method and the credit.",
		focus:   "Train one person in each tribe to test with travellers, so that it goes on without her.",
	}
)
