package ui

import (
	"encoding/json"
	"regexp"

	"cairn/internal/lang"
)

// scriptTexts are what the script says, each named there as T("…").
var scriptTexts = []string{
	lang.Later("A copy is kept in this browser and offered again after loading."),
	lang.Later("Bring them back"),
	lang.Later("Cairn cannot be reached, and this browser cannot keep a copy. Leave this page open."),
	lang.Later("Cairn cannot be reached. Your words are kept in this browser and will be saved when it can."),
	lang.Later("Copied"),
	lang.Later("Could not copy"),
	lang.Later("Load this page again"),
	lang.Later("No passkey was used. Try again, or choose another way."),
	lang.Later("Not saved yet."),
	lang.Later("Not saved."),
	lang.Later("Not saved. Something written here was not accepted."),
	lang.Later("Saved just now."),
	lang.Later("This can no longer be changed from here. Your words are still here: copy what you want to keep."),
	lang.Later("This device has a passkey of yours already."),
	lang.Later("This was changed in another window. Your words are still here, and nothing was overwritten."),
	lang.Later("Throw them away"),
	lang.Later("Words typed in this browser on {when} were not saved. Nothing was replaced."),
	lang.Later("You are signed out. Your words are still here: sign in in another window, then load this page again."),
}

var scriptText = regexp.MustCompile(`T\("([^"]*)"\)`)

// inLanguage puts the texts of the script into it; a browser asks for no other file.
func inLanguage(script []byte, l lang.Language) []byte {
	return scriptText.ReplaceAllFunc(script, func(found []byte) []byte {
		said, err := json.Marshal(l.Say(string(scriptText.FindSubmatch(found)[1])))
		if err != nil {
			panic(err) // a text is text
		}
		return said
	})
}
