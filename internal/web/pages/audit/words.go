package audit

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/lang"
	"cairn/internal/workflow"
)

// families are the kinds of lines in words.
var families = map[audit.Family]string{
	audit.Accounts: lang.Later("Signing in and accounts"), audit.Access: lang.Later("Offices, imports, leaving"), audit.Organisation: lang.Later("Leads and managers"),
	audit.Roles: lang.Later("Roles and disciplines"), audit.Rollouts: lang.Later("Rollouts"),
	audit.Frameworks: lang.Later("The framework"), audit.Readings: lang.Later("What was looked at"),
}

// acts are what was done, in words. Every act that is shown is here.
var acts = map[audit.Act]string{
	audit.SignedIn: lang.Later("Signed in with the password"), audit.SignedInByKey: lang.Later("Signed in with a passkey"), audit.SignedInByCode: lang.Later("Signed in with the password and a code"),
	audit.SignInSlowed: lang.Later("Many tries to sign in were slowed down"), audit.SecondShown: lang.Later("A passkey or code was shown once more"),
	audit.SignInRefused: lang.Later("A sign-in was refused"), audit.SignedOut: lang.Later("Signed out"), audit.SessionRevoked: lang.Later("A session was ended"),
	audit.PasswordSet: lang.Later("A password was set"), audit.TokenMade: lang.Later("A personal token was made"), audit.TokenRevoked: lang.Later("A personal token was ended"),
	audit.PasskeyMade: lang.Later("A passkey was made"), audit.PasskeyRemoved: lang.Later("A passkey was removed"), audit.CodeAppSet: lang.Later("A code app was set up"),
	audit.CodeAppRemoved: lang.Later("A code app was removed"), audit.SparesMade: lang.Later("Spare codes were made"), audit.SpareUsed: lang.Later("A spare code was used"),
	audit.ProofsRemoved:  lang.Later("Passkeys, code app and spare codes were removed"),
	audit.CalendarOpened: lang.Later("A calendar address was made"), audit.CalendarClosed: lang.Later("A calendar address was ended"),
	audit.IdentityLinked: lang.Later("An account at a provider was connected"), audit.IdentityUnlinked: lang.Later("An account at a provider was disconnected"),
	audit.SignedInBy: lang.Later("Signed in by a provider"), audit.PersonAdded: lang.Later("Somebody new came by a provider or a directory"), audit.PersonChanged: lang.Later("Name or address were changed by a directory"),
	audit.PersonBack: lang.Later("Came back"), audit.MembershipChanged: lang.Later("A directory changed who belongs to a unit"), audit.DirectoryNamed: lang.Later("A directory was let in"), audit.DirectoryEnded: lang.Later("A directory was shut out"), audit.ServiceMade: lang.Later("A program was let in"), audit.ServiceEnded: lang.Later("A program was shut out"),
	audit.HookAdded: lang.Later("An address is told of events"), audit.HookRotated: lang.Later("An address got a new secret"), audit.HookPaused: lang.Later("An address rests"), audit.HookResumed: lang.Later("An address is told again"),
	audit.HookEnded: lang.Later("An address is told nothing more"), audit.HookReplayed: lang.Later("What was given up is told again"),
	audit.PersonInvited: lang.Later("A link for a password was made"),
	audit.OfficeGranted: lang.Later("An office was given"), audit.OfficeEnded: lang.Later("An office ended"), audit.PeopleImported: lang.Later("People were imported"),
	audit.ClockSetBack: lang.Later("The clock of the machine was set back: what was written since came later than its time says"),
	audit.PersonLeft:   lang.Later("Left##went away"), audit.Initialised: lang.Later("Cairn was set up"),
	audit.KeysRotating: lang.Later("Another master key began to take over"), audit.KeysRotated: lang.Later("Another master key has taken over"),
	audit.KeysRenewing: lang.Later("Making everybody’s keys anew began"), audit.KeysRenewed: lang.Later("Everybody’s keys were made anew"), audit.KeyRenewed: lang.Later("A person’s keys were made anew"),
	audit.LeadChanged: lang.Later("A lead changed"), audit.ManagerChanged: lang.Later("The manager changed"),
	audit.RoleTaken: lang.Later("A role was taken"), audit.RoleLaidDown: lang.Later("A role was laid down"), audit.RoleDated: lang.Later("The days of a role were corrected"), audit.DisciplineChanged: lang.Later("The discipline changed"),
	audit.RolloutPrepared: lang.Later("A rollout was prepared"), audit.RolloutLaunched: lang.Later("A rollout was opened"), audit.RolloutPaused: lang.Later("A rollout was paused"),
	audit.RolloutResumed: lang.Later("A rollout was resumed"), audit.RolloutEnded: lang.Later("A rollout was ended"), audit.PlacementsGone: lang.Later("All trial placements were deleted"),
	audit.FrameworkLoaded: lang.Later("A framework was loaded"), audit.FrameworkDrafted: lang.Later("A draft of the framework was begun"), audit.FrameworkImported: lang.Later("A draft of the framework was imported"), audit.FrameworkTranslated: lang.Later("A translation of the framework was given"),
	audit.FrameworkEdited: lang.Later("The draft of the framework was changed"), audit.FrameworkOpened: lang.Later("The draft of the framework was opened for comments"),
	audit.FrameworkPublished: lang.Later("A version of the framework was published"), audit.FrameworkRetired: lang.Later("A version of the framework was retired"),
	audit.FrameworkDropped: lang.Later("The draft of the framework was dropped"), audit.DisciplineOwned: lang.Later("An owner of a discipline was named"),
	audit.DisciplineDisowned: lang.Later("An owner of a discipline ended"), audit.RemarkMade: lang.Later("The framework was commented on"), audit.RemarkClosed: lang.Later("A comment was settled"),
	audit.ExtensionStarted: lang.Later("An extension was begun"), audit.ExtensionEdited: lang.Later("An extension was changed"), audit.ExtensionCarried: lang.Later("An extension was carried over"),
	audit.ExtensionPublished: lang.Later("An extension was published"), audit.ExtensionRetired: lang.Later("An extension was retired"), audit.ExtensionDropped: lang.Later("A draft of an extension was dropped"),
	audit.ExtensionOwned: lang.Later("An owner of an extension was named"), audit.ExtensionDisowned: lang.Later("An owner of an extension ended"),
}

// readings word what was looked at.
var readings = map[string]string{
	"hr_attr": lang.Later("A start date was looked at"), "aud_all": lang.Later("This journal was looked at"),
}

func what(ctx context.Context, l workflow.AuditLine) string {
	words, known := acts[l.Act]
	if l.Act == audit.Read {
		words, known = readings[l.Item]
	}
	if !known {
		return lang.Say(ctx, "Something was looked at or changed")
	}
	return lang.Say(ctx, words)
}

// capacities word the relations by which people are let in.
var capacities = map[string]string{
	"self": lang.Later("the person"), "provider": lang.Later("a provider"), "directory": lang.Later("a directory"), "manager": lang.Later("the manager"), "former manager": lang.Later("a former manager"), "people partner": lang.Later("a people partner"),
	"compensation partner": lang.Later("a compensation partner"), "operator": lang.Later("an operator"), "mail link": lang.Later("whoever held a mail"), "nobody": lang.Later("somebody who was not let in"),
}

// by says who acted, or in which capacity.
func by(ctx context.Context, l workflow.AuditLine) string {
	switch {
	case l.Actor != nil && l.Subject != nil && l.Actor.ID == l.Subject.ID:
		return lang.Say(ctx, "the person")
	case l.Actor != nil:
		return l.Actor.Name
	case l.Via == string(access.ViaCommand):
		return lang.Say(ctx, "the command line")
	case l.Via == string(access.ViaItself):
		return lang.Say(ctx, "Cairn itself")
	case capacities[l.Hat] != "":
		return lang.Say(ctx, capacities[l.Hat])
	}
	return lang.Say(ctx, "somebody entitled")
}
