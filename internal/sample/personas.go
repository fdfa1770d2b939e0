package sample

// Persona is somebody through whose eyes Northlight is worth a look.
type Persona struct {
	Key   string
	Name  string
	Email string
	Is    string // who they are; it names no Step, because the list is open
}

// Personas lists them, those whose evaluations are under way first.
func Personas() []Persona {
	found := make([]Persona, 0, len(personas))
	for _, p := range personas {
		found = append(found, Persona{Key: p.key, Name: nameOf(p.email), Email: p.email + host, Is: p.is})
	}
	return found
}

var personas = []struct{ key, email, is string }{
	{"elin", "elin.dahl", "Employee in her first six months. Her first evaluation is there to prepare."},
	{"priya", "priya.raman", "Manager: chapter lead of Payments backend. She manages Elin, Diego, Yara and Wei."},
	{"diego", "diego.fuentes", "Employee who has handed in his side and waits for his manager."},
	{"bilal", "bilal.aydin", "Employee, six months in. Both sides are open; he and his manager are about to talk."},
	{"oksana", "oksana.bondarenko", "Manager: chapter lead of Infrastructure. She manages Bilal and Mei-Ling, and gathers what others see."},
	{"meiling", "meiling.chen", "Employee whose manager has recommended something that she agreed to."},
	{"yara", "yara.nasser", "Employee who waits for somebody else to decide."},
	{"anton", "anton.petrov", "Employee with a conversation that has come to its end."},
	{"viktor", "viktor.horvat", "Employee who was asked whether the note of a talk is what he said."},
	{"freya", "freya.lang", "Employee who talked in writing and has signed; her manager has not yet."},
	{"thandiwe", "thandiwe.nkosi", "Employee in the middle of a written conversation with her manager."},
	{"aoife", "aoife.byrne", "Employee who moves from quality to software development and has signed; her manager, Mikael, has not yet."},
	{"mikael", "mikael.virtanen", "Manager: chapter lead of Booking quality, who manages Aoife and Paula."},
	{"daniel", "daniel.osei", "Employee whose last evaluation ended without agreement, in his words and his manager's."},
	{"jonas", "jonas.lindqvist", "Tribe lead of Platform. Daniel had asked him to join that evaluation; since it ended he reads nothing of it."},
	{"grace", "grace.kim", "Employee who is content where she is, and says so."},
	{"paula", "paula.schmidt", "Employee who changed from software development to quality."},
	{"noor", "noor.rahman", "Employee of three weeks: nothing to evaluate yet."},
	{"malik", "malik.johnson", "Employee of another tribe, an outsider to nearly everybody above. He was asked for his words."},
	{"rafael", "rafael.costa", "Tribe lead of Payments, the manager of Priya and not of those she manages. Something lies with him to decide."},
	{"ingrid", "ingrid.solheim", "CTO."},
	{"maria", "maria.lindgren", "People partner: looks after the organisation's data and reads no evaluation."},
	{"joseph", "joseph.abara", "People partner, too: says yes or no where it takes two."},
	{"helena", "helena.weiss", "Compensation partner: looks after ranges in two markets, and does not know who stands on which step."},
	{"nikolai", "nikolai.berg", "Operator: keeps Cairn running and reads no content."},
}

func nameOf(email string) string {
	for _, p := range people {
		if p.email == email {
			return p.name
		}
	}
	return ""
}
