package ui

import (
	_ "embed"
	"encoding/base64"
	"strings"
)

//go:embed icon.svg
var tabIconSVG string

// TabIcon is the address of the mark as browsers show it beside the title of a page. The page itself holds it, so that none asks for
// it, in colours that are told apart on light and on dark.
var TabIcon = "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(strings.TrimSpace(tabIconSVG)))
