package paygap

import (
	"strconv"

	rules "cairn/internal/paygap"
	"cairn/internal/sheet"
	"cairn/internal/workflow"
)

// Rows are a report as a file holds it: everybody first, then the quarters, then the
// categories. What is not told is an empty cell.
func Rows(v workflow.GapReportView) (head []string, rows [][]sheet.Cell) {
	head = []string{"what", "country", "day", "women about", "men about", "gap of averages in per cent", "gap in the middle in per cent", "at the threshold", "women in a hundred"}
	line := func(what string, f rules.Figures) {
		rows = append(rows, []sheet.Cell{sheet.Words(what), sheet.Words(v.Country), sheet.Words(string(v.Day)), count(f.Women), count(f.Men), figure(f.Mean), figure(f.Middle), sheet.Words(mark(f)), sheet.Words("")})
	}
	line("everybody", v.Whole)
	for i, b := range v.Bands {
		line(quarters[i], rules.Figures{})
		rows[len(rows)-1][8] = sheet.Number(strconv.Itoa(b.Women))
	}
	for _, row := range v.Rows {
		line(row.Name, row.Figures)
	}
	return head, rows
}

func count(n int) sheet.Cell {
	if n == 0 {
		return sheet.Words("")
	}
	return sheet.Number(strconv.Itoa(n))
}

func figure(t *rules.Tenths) sheet.Cell {
	if t == nil {
		return sheet.Words("")
	}
	n := int64(*t)
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return sheet.Number(sign + strconv.FormatInt(n/10, 10) + "." + strconv.FormatInt(n%10, 10))
}

func mark(f rules.Figures) string {
	switch {
	case !f.Told():
		return ""
	case f.Flag:
		return "yes"
	}
	return "no"
}
