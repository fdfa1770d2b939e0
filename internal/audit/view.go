package audit

import "slices"

// Audience is who looks at the journal as a whole. Neither sees a value, and
// neither sees what the permission matrix keeps from them.
type Audience string

// The two offices that look: one after people, one after the machine.
const (
	ForPeople  Audience = "people"  // people partners: dates and states
	ForMachine Audience = "machine" // operators: events of security
)

// Family is a sort of acts that can be asked for by name.
type Family string

// Families.
const (
	Accounts     Family = "accounts"
	Access       Family = "access"
	Organisation Family = "organisation"
	Roles        Family = "roles"
	Rollouts     Family = "rollouts"
	Frameworks   Family = "frameworks"
	Readings     Family = "readings"
)

// kin are the acts of each family, and who sees them.
var kin = []struct {
	family    Family
	audiences []Audience
	acts      []Act
}{
	{Accounts, []Audience{ForMachine}, []Act{SignedIn, SignedInByKey, SignedInByCode, SignInRefused, SignInSlowed, SecondShown, SignedOut, SessionRevoked, PasswordSet, TokenMade, TokenRevoked,
		PasskeyMade, PasskeyRemoved, CodeAppSet, CodeAppRemoved, SparesMade, SpareUsed, ProofsRemoved,
		CalendarOpened, CalendarClosed, PersonInvited, IdentityLinked, IdentityUnlinked, SignedInBy}},
	{Access, []Audience{ForPeople, ForMachine}, []Act{OfficeGranted, OfficeEnded, PeopleImported, PersonAdded, PersonChanged, PersonBack, PersonLeft, DirectoryNamed, DirectoryEnded, HookAdded, HookRotated, HookPaused, HookResumed, HookEnded, HookReplayed, ServiceMade, ServiceEnded, Initialised, Restored, Reopened, ClockSetBack, KeysRotating, KeysRotated, KeysRenewing, KeysRenewed, KeyRenewed}},
	{Organisation, []Audience{ForPeople}, []Act{LeadChanged, ManagerChanged, MembershipChanged}},
	{Roles, []Audience{ForPeople}, []Act{RoleTaken, RoleLaidDown, RoleDated, DisciplineChanged}},
	{Rollouts, []Audience{ForPeople}, []Act{RolloutPrepared, RolloutLaunched, RolloutPaused, RolloutResumed, RolloutEnded, PlacementsGone}},
	{Frameworks, []Audience{ForPeople}, []Act{FrameworkLoaded, FrameworkDrafted, FrameworkImported, FrameworkTranslated, FrameworkEdited, FrameworkOpened,
		FrameworkPublished, FrameworkRetired, FrameworkDropped, DisciplineOwned, DisciplineDisowned, RemarkMade, RemarkClosed,
		ExtensionStarted, ExtensionEdited, ExtensionCarried, ExtensionPublished, ExtensionRetired, ExtensionDropped, ExtensionOwned, ExtensionDisowned}},
	{Readings, []Audience{ForPeople, ForMachine}, []Act{Read}},
}

// told are the rows of the matrix of which each audience may hear dates and states.
// Promotions and departures are in neither, though the matrix would let people
// partners hear of them: that there is one, and when it ended, tells of a Step.
var told = map[Audience][]string{
	ForPeople:  {"", "profile", "hr_attr", "discipline", "role", "framework", "recog", "aud_all"},
	ForMachine: {"", "profile", "aud_all"},
}

// Told returns the rows of the matrix of which the audience may hear.
func Told(a Audience) []string { return slices.Clone(told[a]) }

// FamiliesFor returns what the audience can ask for.
func FamiliesFor(a Audience) (list []Family) {
	for _, k := range kin {
		if slices.Contains(k.audiences, a) {
			list = append(list, k.family)
		}
	}
	return list
}

// ActsFor returns the acts of a family that the audience sees; of all families
// when none is named.
func ActsFor(a Audience, of Family) (acts []Act) {
	for _, k := range kin {
		if slices.Contains(k.audiences, a) && (of == "" || of == k.family) {
			acts = append(acts, k.acts...)
		}
	}
	return acts
}

// SeenBy tells whether the audience sees the entry.
func (e Entry) SeenBy(a Audience) bool {
	family := FamilyOf(e.Act)
	for _, k := range kin {
		if k.family == family && slices.Contains(k.audiences, a) {
			return family == Rollouts && e.Subject == "" || slices.Contains(told[a], e.Item)
		}
	}
	return false
}

// FamilyOf returns the family of an act; empty for one that is nobody's but those
// concerned.
func FamilyOf(act Act) Family {
	for _, k := range kin {
		if slices.Contains(k.acts, act) {
			return k.family
		}
	}
	return ""
}

// Named tells whether the audience is told who acted; else it hears in which
// capacity.
func (e Entry) Named() bool {
	switch FamilyOf(e.Act) {
	case Accounts, Access, Organisation, Rollouts, Frameworks:
		return true
	case Readings:
		return e.Item == "aud_all"
	}
	return false
}
