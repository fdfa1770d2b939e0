package orgfile

import (
	"strings"

	"cairn/internal/lang"
	"cairn/internal/sheet"
)

// column is one of the columns a people file can have.
type column struct {
	name     string // as Encode writes it
	aliases  string // folded, separated by spaces
	required bool
	several  bool // values separated by ";"
	day      bool
	read     func(*Row) *string
	list     func(*Row) *[]string
}

var columns = []column{
	{name: "name", aliases: "fullname", required: true, read: func(r *Row) *string { return &r.Name }},
	{name: "e-mail", aliases: "mail emailaddress", required: true, read: func(r *Row) *string { return &r.Email }},
	{name: "start date", aliases: "start startdate startingdate hired hiredate", day: true, read: func(r *Row) *string { return (*string)(&r.Start) }},
	{name: "last day", aliases: "lastday enddate leavingdate leaves terminationdate", day: true, read: func(r *Row) *string { return (*string)(&r.LastDay) }},
	{name: "manager", aliases: "managers manageremail reportsto", read: func(r *Row) *string { return &r.Manager }},
	{name: "squads", aliases: "squad", several: true, list: func(r *Row) *[]string { return &r.Squads }},
	{name: "chapter", aliases: "chapters", read: func(r *Row) *string { return &r.Chapter }},
	{name: "tribe", aliases: "tribes", read: func(r *Row) *string { return &r.Tribe }},
	{name: "guilds", aliases: "guild", several: true, list: func(r *Row) *[]string { return &r.Guilds }},
	{name: "discipline", aliases: "disciplines", read: func(r *Row) *string { return &r.Discipline }},
	{name: "roles", aliases: "role", several: true, list: func(r *Row) *[]string { return &r.Roles }},
}

// header tells for each cell of a line which column it is; nil where unknown.
type header []*column

// readHeader recognises the columns in any order and spelling. ok is false when
// the lines below cannot be read with it.
func (m Mapping) readHeader(line int, cells []string) (h header, problems []Problem, ok bool) {
	problems = m.check(line, cells)
	seen := map[string]bool{}
	for i, cell := range cells {
		c, told := m.column(i, cell)
		switch {
		case c == nil && !told && strings.TrimSpace(cell) != "" && !m.LeaveOut:
			problems = append(problems, unknownColumn(line, cell))
		case c != nil && seen[c.name]:
			problems = append(problems, Problem{Line: line, Column: sheet.Shown(tidy(cell)), Message: lang.Tell("this column is there twice; keep one of them")})
			c = nil
		case c != nil:
			seen[c.name] = true
		}
		h = append(h, c)
	}
	ok = true
	for _, c := range columns {
		if c.required && !seen[c.name] {
			ok = false
			problems = append(problems, Problem{Line: line, Column: c.name, Message: lang.Tell("this column is missing; the first line must name the columns, at least name and e-mail")})
		}
	}
	return h, problems, ok
}

func unknownColumn(line int, cell string) Problem {
	message := lang.Tell("there is no such column; the columns are {columns}", "columns", columnNames())
	if near := nearestColumn(cell); near != "" {
		message = lang.Tell("there is no such column; did you mean \"{column}\"? Otherwise take it out", "column", near)
	}
	return Problem{Line: line, Column: sheet.Shown(tidy(cell)), Message: message}
}

func columnNames() string {
	var names []string
	for _, c := range columns {
		names = append(names, c.name)
	}
	return strings.Join(names, ", ")
}

func columnNamed(cell string) *column {
	key := sheet.Letters(cell)
	for i, c := range columns {
		if key == sheet.Letters(c.name) || strings.Contains(" "+c.aliases+" ", " "+key+" ") && key != "" {
			return &columns[i]
		}
	}
	return nil
}

// nearestColumn is the column whose name takes the fewest changes, if few.
func nearestColumn(cell string) string {
	key, best, least := sheet.Letters(sheet.Shown(cell)), "", 4
	for _, c := range columns {
		for _, name := range append(strings.Fields(c.aliases), sheet.Letters(c.name)) {
			if d := distance(key, name); d < least && d < len(name)*2/3 {
				best, least = c.name, d
			}
		}
	}
	return best
}

// distance counts the letters to insert, drop or change between a and b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
