package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cairn/internal/seal"
)

// measureSealed compares reading 40 sealed values, the person's key unwrapped once as
// in one transaction, with reading the same values in clear.
func measureSealed() error {
	master, err := seal.NewMaster()
	if err != nil {
		return err
	}
	key, wrapped, err := master.NewKey("person")
	if err != nil {
		return err
	}
	fmt.Println("\n40 values, sealed and in clear")
	for _, size := range []int{100, 1_000, 10_000} {
		raw, err := json.Marshal(strings.Repeat("x", size))
		if err != nil {
			return err
		}
		var sealed [40]string
		var places [40]seal.Place
		for i := range sealed {
			places[i] = seal.Place{Table: "bench", Column: "sealed", Row: fmt.Sprint(i)}
			if sealed[i], err = key.Seal(places[i], raw); err != nil {
				return err
			}
		}
		inClear := best(func() error {
			for range sealed {
				var text string
				if err := json.Unmarshal(raw, &text); err != nil {
					return err
				}
			}
			return nil
		})
		opened := best(func() error { return openAll(master, wrapped, places[:], sealed[:]) })
		fmt.Printf("%6d bytes each: in clear %.3f ms, sealed %.3f ms: %.3f ms more\n", size, milliseconds(inClear), milliseconds(opened), milliseconds(opened-inClear))
	}
	return nil
}

func openAll(master *seal.Master, wrapped string, places []seal.Place, sealed []string) error {
	key, err := master.OpenKey("person", wrapped)
	if err != nil {
		return err
	}
	for i, text := range sealed {
		raw, err := key.Open(places[i], text)
		if err != nil {
			return err
		}
		var into string
		if err := json.Unmarshal(raw, &into); err != nil {
			return err
		}
	}
	return nil
}

func best(f func() error) time.Duration {
	least := time.Hour
	for range 200 {
		started := time.Now()
		if err := f(); err != nil {
			return 0
		}
		least = min(least, time.Since(started))
	}
	return least
}
