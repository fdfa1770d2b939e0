package audit

import (
	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/workflow"
)

// families are the kinds of lines in words.
var families = map[audit.Family]string{
	audit.Accounts: "Signing in and accounts", audit.Access: "Offices, imports, leaving", audit.Organisation: "Leads and managers",
	audit.Roles: "Roles and disciplines", audit.Rollouts: "Rollouts",
	audit.Frameworks: "The framework", audit.Readings: "What was looked at",
}

// acts are what was done, in words. Every act that is shown is here.
var acts = map[audit.Act]string{
	audit.SignedIn: "Signed in with the password", audit.SignedInByKey: "Signed in with a passkey", audit.SignedInByCode: "Signed in with the password and a code",
	audit.SignInSlowed: "Many tries to sign in were slowed down", audit.SecondShown: "A passkey or code was shown once more",
	audit.SignInRefused: "A sign-in was refused", audit.SignedOut: "Signed out", audit.SessionRevoked: "A session was ended",
	audit.PasswordSet: "A password was set", audit.TokenMade: "A personal token was made", audit.TokenRevoked: "A personal token was ended",
	audit.PasskeyMade: "A passkey was made", audit.PasskeyRemoved: "A passkey was removed", audit.CodeAppSet: "A code app was set up",
	audit.CodeAppRemoved: "A code app was removed", audit.SparesMade: "Spare codes were made", audit.SpareUsed: "A spare code was used",
	audit.ProofsRemoved:  "Passkeys, code app and spare codes were removed",
	audit.CalendarOpened: "A calendar address was made", audit.CalendarClosed: "A calendar address was ended",
	audit.IdentityLinked: "An account at a provider was connected", audit.IdentityUnlinked: "An account at a provider was disconnected",
	audit.SignedInBy: "Signed in by a provider", audit.PersonAdded: "Somebody new came by a provider or a directory", audit.PersonChanged: "Name or address were changed by a directory",
	audit.PersonBack: "Came back", audit.MembershipChanged: "A directory changed who belongs to a unit", audit.DirectoryNamed: "A directory was let in", audit.DirectoryEnded: "A directory was shut out", audit.ServiceMade: "A program was let in", audit.ServiceEnded: "A program was shut out",
	audit.HookAdded: "An address is told of events", audit.HookRotated: "An address got a new secret", audit.HookPaused: "An address rests", audit.HookResumed: "An address is told again",
	audit.HookEnded: "An address is told nothing more", audit.HookReplayed: "What was given up is told again",
	audit.PersonInvited: "A link for a password was made",
	audit.OfficeGranted: "An office was given", audit.OfficeEnded: "An office ended", audit.PeopleImported: "People were imported",
	audit.ClockSetBack: "The clock of the machine was set back: what was written since came later than its time says",
	audit.PersonLeft:   "Left", audit.Initialised: "Cairn was set up",
	audit.KeysRotating: "Another master key began to take over", audit.KeysRotated: "Another master key has taken over",
	audit.KeysRenewing: "Making everybody's keys anew began", audit.KeysRenewed: "Everybody's keys were made anew", audit.KeyRenewed: "A person's keys were made anew",
	audit.LeadChanged: "A lead changed", audit.ManagerChanged: "The manager changed",
	audit.RoleTaken: "A role was taken", audit.RoleLaidDown: "A role was laid down", audit.RoleDated: "The days of a role were corrected", audit.DisciplineChanged: "The discipline changed",
	audit.RolloutPrepared: "A rollout was prepared", audit.RolloutLaunched: "A rollout was opened", audit.RolloutPaused: "A rollout was paused",
	audit.RolloutResumed: "A rollout was resumed", audit.RolloutEnded: "A rollout was ended", audit.PlacementsGone: "All trial placements were deleted",
	audit.FrameworkLoaded: "A framework was loaded", audit.FrameworkDrafted: "A draft of the framework was begun", audit.FrameworkImported: "A draft of the framework was imported",
	audit.FrameworkEdited: "The draft of the framework was changed", audit.FrameworkOpened: "The draft of the framework was opened for comments",
	audit.FrameworkPublished: "A version of the framework was published", audit.FrameworkRetired: "A version of the framework was retired",
	audit.FrameworkDropped: "The draft of the framework was dropped", audit.DisciplineOwned: "An owner of a discipline was named",
	audit.DisciplineDisowned: "An owner of a discipline ended", audit.RemarkMade: "The framework was commented on", audit.RemarkClosed: "A comment was settled",
	audit.ExtensionStarted: "An extension was begun", audit.ExtensionEdited: "An extension was changed", audit.ExtensionCarried: "An extension was carried over",
	audit.ExtensionPublished: "An extension was published", audit.ExtensionRetired: "An extension was retired", audit.ExtensionDropped: "A draft of an extension was dropped",
	audit.ExtensionOwned: "An owner of an extension was named", audit.ExtensionDisowned: "An owner of an extension ended",
}

// readings word what was looked at.
var readings = map[string]string{
	"hr_attr": "A start date was looked at", "aud_all": "This journal was looked at",
}

func what(l workflow.AuditLine) string {
	words, known := acts[l.Act]
	if l.Act == audit.Read {
		words, known = readings[l.Item]
	}
	if !known {
		return "Something was looked at or changed"
	}
	return words
}

// capacities word the relations by which people are let in.
var capacities = map[string]string{
	"self": "the person", "provider": "a provider", "directory": "a directory", "manager": "the manager", "former manager": "a former manager", "people partner": "a people partner",
	"compensation partner": "a compensation partner", "operator": "an operator", "mail link": "whoever held a mail", "nobody": "somebody who was not let in",
}

// by says who acted, or in which capacity.
func by(l workflow.AuditLine) string {
	switch {
	case l.Actor != nil && l.Subject != nil && l.Actor.ID == l.Subject.ID:
		return "the person"
	case l.Actor != nil:
		return l.Actor.Name
	case l.Via == string(access.ViaCommand):
		return "the command line"
	case l.Via == string(access.ViaItself):
		return "Cairn itself"
	case capacities[l.Hat] != "":
		return capacities[l.Hat]
	}
	return "somebody entitled"
}
