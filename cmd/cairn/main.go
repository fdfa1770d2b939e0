// Command cairn sets Cairn up, serves it and looks after it.
//
// It ends with 0 when all is well, with 1 when what was asked for could not be
// done, and with 2 when the command line cannot be read.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	_ "time/tzdata" // people's zones, where the machine has none

	"github.com/alecthomas/kong"
)

// version is set when the program is built.
var version = "development"

// Exit codes.
const (
	exitDone    = 0
	exitRefused = 1
	exitUsage   = 2
)

// grammar is the command line.
type grammar struct {
	JSON bool `name:"json" help:"Answer in JSON, also when something is wrong; the log is JSON then too."`

	Init        initCommand        `cmd:"" help:"Set up a new Cairn: data directory, master key, database, first operator."`
	Serve       serveCommand       `cmd:"" help:"Serve Cairn until told to stop."`
	Demo        demoCommand        `cmd:"" help:"Serve a sample organisation, to look around in."`
	People      peopleCommands     `cmd:"" help:"Import and invite people, give offices."`
	Framework   frameworkCommand   `cmd:"" help:"Check, show, compare, import and export frameworks."`
	Audit       auditCommand       `cmd:"" help:"Check that the journal and the private rows are as Cairn left them."`
	Backup      backupCommand      `cmd:"" help:"Write a backup, closed and read again, beside a serving Cairn."`
	BackupKey   backupKeyCommand   `cmd:"" name:"backup-key" help:"Make the key that opens backups, and the lock that closes them."`
	BackupCheck backupCheckCommand `cmd:"" name:"backup-check" help:"Go over a whole backup and say what is in it."`
	Restore     restoreCommand     `cmd:"" help:"Put a backup back into an empty place, and let nobody in yet."`
	Reopen      reopenCommand      `cmd:"" help:"Let people in again after a backup was put back."`
	Verify      verifyCommand      `cmd:"" help:"Look whether database, journal, private rows and keys are whole."`
	Keys        keysCommand        `cmd:"" help:"See which master key is in use, and let another one take over."`
	Token       tokenCommand       `cmd:"" help:"Let programs of the organisation in to what everybody reads alike, and shut them out."`
	Scim        scimCommand        `cmd:"" help:"Let directories provision people by SCIM, and shut them out."`
	Hook        hookCommand        `cmd:"" aliases:"hooks" help:"Tell other systems and chats of events, and look after the addresses that are told."`
	Config      configCommand      `cmd:"" help:"Check and show the settings."`
	Doctor      doctorCommand      `cmd:"" help:"Check this installation and say how to mend what is wrong."`
	Completion  completionCommand  `cmd:"" help:"Write what lets a shell complete the commands and flags of cairn."`
	Man         manCommand         `cmd:"" help:"Write the manual pages."`
	Version     versionCommand     `cmd:"" help:"Show the version."`
}

const description = `Cairn is the system of record for how people grow in a technology organisation.

Every flag can also be set in the environment (--public-url is CAIRN_PUBLIC_URL) and in the file named by --config; flags come before the environment, that before the file.

Exit codes: 0 done, 1 refused or failed, 2 the command line cannot be read.`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run carries out one command and returns the exit code.
func run(ctx context.Context, args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	t := &terminal{ctx: ctx, env: env, in: stdin, out: stdout, err: stderr, asJSON: slices.Contains(args, "--json")}
	var g grammar
	ended := -1
	parser, err := newParser(&g, kong.Writers(stdout, stderr), kong.Exit(func(code int) { ended = code; panic(helpShown{}) }))
	if err != nil {
		return t.fail(err)
	}
	command, err := parse(parser, args)
	if ended >= 0 {
		return ended
	}
	if err != nil {
		if misread, ok := errors.AsType[*kong.ParseError](err); ok {
			t.helpOf(misread.Context)
		}
		return t.fail(usage{err.Error()})
	}
	t.helpOf(command)
	t.asJSON = g.JSON
	t.flags = givenFlags(command)
	return t.fail(command.Run(t))
}

func newParser(g *grammar, more ...kong.Option) (*kong.Kong, error) {
	return kong.New(g, append(more, kong.Name("cairn"), kong.Description(description), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))...)
}

// helpShown leaves the parser once it has shown help: it has no other way out.
type helpShown struct{}

func parse(parser *kong.Kong, args []string) (command *kong.Context, err error) {
	defer func() {
		if r := recover(); r != nil {
			if _, help := r.(helpShown); !help {
				panic(r)
			}
		}
	}()
	switch {
	case len(args) == 0:
		args = []string{"--help"}
	case args[0] == "help":
		args = append(slices.Clone(args[1:]), "--help")
	}
	return parser.Parse(args)
}
