package ui

// ButtonKind is the weight of an act on its page: at most one primary.
type ButtonKind string

// The kinds of button.
const (
	Primary ButtonKind = "primary"
	Quiet   ButtonKind = "quiet"
	Danger  ButtonKind = "danger" // cannot be undone
)

// Act is a button. Its label says the act: "Hand in my side", never "Submit".
type Act struct {
	Label       string
	Kind        ButtonKind // empty means quiet
	Name, Value string     // sent with the form when given
	FormAction  string     // sends the form elsewhere when given
	Disabled    bool
	NoValidate  bool   // sends the form without the browser's own checks
	DescribedBy string // id of the text that says what will happen
}

func (k ButtonKind) class() string {
	if k == "" {
		k = Quiet
	}
	return "button button-" + string(k)
}
