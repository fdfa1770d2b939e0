package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"cairn/internal/config"
	"cairn/internal/fault"
	"cairn/internal/seal"
)

// Master takes the master key from the environment, from a command or from its
// file. The next one, where there is one, opens as well: it is looked for whenever
// something was wrapped by a key that is not known.
func Master(c config.Config) (*seal.Master, error) {
	m, err := master(c)
	if err != nil {
		return nil, err
	}
	m.Also(func() []*seal.Master {
		next, err := seal.LoadMaster(c.MasterKeyNext)
		if err != nil {
			return nil // what needs it then says which key is missing
		}
		return []*seal.Master{next}
	})
	return m, nil
}

func master(c config.Config) (*seal.Master, error) {
	switch {
	case c.MasterKeyValue != "":
		return seal.ParseMaster(c.MasterKeyValue)
	case c.MasterKeyCommand != "":
		return masterByCommand(c.MasterKeyCommand)
	}
	m, err := seal.LoadMaster(c.MasterKey)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.Wrap(fault.Unavailable, fmt.Sprintf("There is no master key at %s. To set up a new Cairn: cairn init. If there was one, put the key back: nothing else opens the data.", c.MasterKey), err)
	}
	return m, err
}

// commandWithin is how long the command may take.
const commandWithin = 30 * time.Second

// masterByCommand runs the command, which writes the key to its standard output. No
// shell is between, and what the command says beside it is not repeated.
func masterByCommand(line string) (*seal.Master, error) {
	ctx, cancel := context.WithTimeout(context.Background(), commandWithin)
	defer cancel()
	words := strings.Fields(line)
	out, err := exec.CommandContext(ctx, words[0], words[1:]...).Output()
	if err != nil {
		return nil, fmt.Errorf("the command %s that gives the master key failed: %w", words[0], err)
	}
	m, err := seal.ParseMaster(string(out))
	if err != nil {
		return nil, fmt.Errorf("the command %s gave no master key: %w", words[0], err)
	}
	return m, nil
}
