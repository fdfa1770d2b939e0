package web

import (
	"cairn/internal/web/pages/account"
	"cairn/internal/web/pages/audit"
	"cairn/internal/web/pages/demo"
	"cairn/internal/web/pages/evaluation"
	"cairn/internal/web/pages/extension"
	"cairn/internal/web/pages/feedback"
	"cairn/internal/web/pages/framework"
	"cairn/internal/web/pages/growth"
	"cairn/internal/web/pages/guide"
	"cairn/internal/web/pages/home"
	"cairn/internal/web/pages/hook"
	"cairn/internal/web/pages/inbox"
	"cairn/internal/web/pages/journal"
	"cairn/internal/web/pages/journey"
	"cairn/internal/web/pages/memo"
	"cairn/internal/web/pages/organisation"
	"cairn/internal/web/pages/pay"
	"cairn/internal/web/pages/people"
	"cairn/internal/web/pages/priority"
	"cairn/internal/web/pages/promotion"
	"cairn/internal/web/pages/recognition"
	"cairn/internal/web/pages/reference"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/pages/role"
	"cairn/internal/web/pages/rollout"
	"cairn/internal/web/pages/search"
	"cairn/internal/web/pages/title"
)

// pageSheets are the style sheets of the pages, in a fixed order. A page package
// with a sheet of its own exports it as Sheet.
func pageSheets() [][]byte {
	return [][]byte{
		account.Sheet,
		audit.Sheet,
		demo.Sheet,
		evaluation.Sheet,
		extension.Sheet,
		feedback.Sheet,
		framework.Sheet,
		framework.DraftSheet,
		framework.VersionSheet,
		framework.ImportSheet,
		growth.Sheet,
		guide.Sheet,
		home.Sheet,
		hook.Sheet,
		inbox.Sheet,
		journal.Sheet,
		journey.Sheet,
		memo.Sheet,
		organisation.Sheet,
		pay.Sheet,
		people.Sheet,
		reference.Sheet,
		rights.Sheet,
		role.Sheet,
		priority.Sheet,
		promotion.Sheet,
		recognition.Sheet,
		rollout.Sheet,
		title.Sheet,
		search.Sheet,
	}
}
