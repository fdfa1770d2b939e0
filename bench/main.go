// Command bench measures Cairn as its people meet it: the built program, its real
// database, whole pages. What is compared takes turns in one process, round by round, so
// that whoever else uses the machine slows both; ratios are quoted, single times are not.
//
// Without arguments it measures against the goals and writes them down in
// docs/performance.md. With the name of a measurement it prints that one.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if err := run(context.Background(), os.Args[1:]); err != nil {
		log.Fatal("bench: ", err)
	}
}

func run(ctx context.Context, args []string) error {
	folder, err := os.MkdirTemp("", "cairn-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	binary := filepath.Join(folder, "cairn")
	if len(args) == 0 {
		return report(ctx, binary, folder)
	}
	switch args[0] {
	case "frameworks":
		if err := compile(ctx, binary); err != nil {
			return err
		}
		return measureFrameworks(ctx, binary, folder)
	case "rollouts":
		return measureRollouts(ctx, folder)
	case "directory":
		return measureDirectory(ctx, filepath.Join(folder, "directory"))
	case "acts":
		return measureActs(ctx, filepath.Join(folder, "acts"))
	case "sealed":
		return measureSealed()
	case "serve":
		if len(args) != 4 {
			return errors.New("serve FOLDER ADDRESS FILE")
		}
		return serveTokens(ctx, args[1], args[2], args[3])
	case "trust":
		_, err := measureTrust(ctx, folder)
		return err
	case "import":
		_, err := measureImport(ctx, folder)
		return err
	case "growth", "explain", "sweep", "limit", "profile", "peer", "rest":
		return inProcess(ctx, folder, args[0], args[1:])
	}
	return fmt.Errorf("there is no measurement %q", args[0])
}

// inProcess opens organisations of the sizes named and measures them.
func inProcess(ctx context.Context, folder, what string, named []string) error {
	var sizes []int
	for _, a := range named {
		n, err := strconv.Atoi(a)
		if err != nil {
			return err
		}
		sizes = append(sizes, n)
	}
	all, err := growAll(ctx, folder, sizes)
	if err != nil {
		return err
	}
	defer closeAll(all)
	switch {
	case what == "growth":
		_, err = measureGrowth(ctx, all)
	case what == "explain" && len(all) == 1:
		err = explain(ctx, all[0])
	case what == "peer" && len(all) == 1:
		closeAll(all)
		_, _, err = measurePeer(ctx, folder, all[0])
	case what == "rest" && len(all) == 1:
		closeAll(all)
		binary := filepath.Join(folder, "cairn")
		if err = compile(ctx, binary); err == nil {
			_, err = measureRest(ctx, binary, all[0].folder, all[0].pages)
		}
	case what == "profile" && len(all) == 1:
		err = profile(ctx, all[0])
	case what == "limit" && len(all) == 1:
		_, err = measureLimit(ctx, all[0])
	case what == "sweep" && len(all) == 2:
		err = sweep(ctx, all[0], all[1])
	default:
		err = errors.New("name one organisation for limit, explain, profile, peer and rest, two for sweep")
	}
	return err
}

func closeAll(all []*grown) {
	for _, g := range all {
		_ = g.server.Close()
	}
}

// sizes are those that every report measures; CAIRN_BENCH_SIZES names others.
var sizes = []int{40, 1000, 10_000, 100_000}

func report(ctx context.Context, binary, folder string) error {
	if err := compile(ctx, binary); err != nil {
		return err
	}
	of := sizes
	if named := os.Getenv("CAIRN_BENCH_SIZES"); named != "" {
		of = nil
		for n := range strings.FieldsSeq(named) {
			size, err := strconv.Atoi(n)
			if err != nil {
				return err
			}
			of = append(of, size)
		}
	}
	began := time.Now()
	all, err := growAll(ctx, folder, of)
	if err != nil {
		return err
	}
	middle := all[min(2, len(all)-1)]
	limit, err := measureLimit(ctx, middle)
	if err != nil {
		return fmt.Errorf("limit: %w", err)
	}
	growth, err := measureGrowth(ctx, all)
	closeAll(all)
	if err != nil {
		return fmt.Errorf("growth: %w", err)
	}
	rest, err := measureRest(ctx, binary, middle.folder, middle.pages)
	if err != nil {
		return fmt.Errorf("at rest: %w", err)
	}
	peer, peerAbout, err := measurePeer(ctx, folder, middle)
	if err != nil && !errors.Is(err, errNoPeer) {
		return fmt.Errorf("peer: %w", err)
	}
	imports, err := measureImport(ctx, folder)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	trust, err := measureTrust(ctx, folder)
	if err != nil {
		return fmt.Errorf("trust: %w", err)
	}
	progress("all of it took %s", time.Since(began).Round(time.Second))
	about := fmt.Sprintf("%s, %d cores, %s.", time.Now().UTC().Format("2 January 2006"), runtime.NumCPU(), runtime.Version())
	sections := []section{
		{"The limit", fmt.Sprintf(limitWords, thousands(middle.people)) + " " + about, limit}, {"Beside another product", peerAbout, peer},
		{"Growth", fmt.Sprintf(growthWords, thousands(min(imported, all[len(all)-1].people))), growth}, {"Import", importWords, imports},
		{"At rest", fmt.Sprintf(restWords, thousands(middle.people)), rest}, {"What trust costs", trustWords, trust},
	}
	for _, s := range sections {
		fmt.Println("\n" + s.table())
	}
	return publishResults(sections)
}

// What stands above the tables.
const (
	limitWords = "Answers a second, of those of a bare net/http handler that asks the same database the same statements, prepared, and answers the same bytes; " +
		"%s people, four clients, medians of rounds that take turns. Sign-in, visibility, opening what is sealed and the journal are part of Cairn's side only; where the page writes, the handler keeps one row as durably."
	growthWords = "The median time of each page, asked for in all organisations in turn. At most %s people come in through the acts, and the others are copies of them."
	importWords = "2,000 people, and then what they are paid, of the time that prepared INSERTs take in one transaction on a copy of the database as it was before, with its indices and without a trigger; medians of five. " +
		"With a goal stands an import beside INSERTs of every row that it leaves in any table: people or salaries, keys, journal, chain and marks. The rows without a goal leave out what only trust needs, as this measurement did until 26 November 2026; both are told, so that nothing is better by counting otherwise."
	restWords = "The built program serves %s people on SQLite and is left alone."
)

// compile builds the program as it is shipped.
func compile(ctx context.Context, binary string) error {
	if out, err := exec.CommandContext(ctx, "make", "build", "OUT="+binary).CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
