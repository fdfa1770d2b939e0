package scim

import (
	"maps"
	"net/mail"
	"slices"
	"strings"

	"cairn/internal/fault"
)

// Names of schemas.
const (
	UserSchema       = "urn:ietf:params:scim:schemas:core:2.0:User"
	GroupSchema      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	EnterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	UnitSchema       = "urn:cairn:params:scim:schemas:1.0:Unit"
	ListSchema       = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
	PatchSchema      = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
	BulkSchema       = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
	BulkReply        = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
	ErrorSchema      = "urn:ietf:params:scim:api:messages:2.0:Error"
)

// User is a person, as a directory sees them.
type User struct {
	ID         string
	ExternalID string
	UserName   string
	Name       string
	Email      string
	Active     bool
	Manager    string // a user's id; where a directory is wrong about it, its external id
	Department string

	given, family string // while it is read
	named         bool   // a whole name was sent
}

const (
	longest     = 255
	errTooLong  = "This is longer than 255 characters."
	errNoName   = "A user needs a name: displayName, name.formatted, or givenName and familyName."
	errNoMail   = "A user needs an e-mail address, in emails or as userName."
	errUserName = "A user needs a userName."
)

// Check collects what is wrong with what a directory wants.
func (u *User) Check() error {
	var wrong []fault.Field
	add := func(name, value, message string) {
		wrong = append(wrong, fault.Field{Name: name, Value: value, Message: message})
	}
	if u.UserName == "" {
		add("userName", "", errUserName)
	}
	if u.Name == "" {
		add("displayName", "", errNoName)
	}
	if a, err := mail.ParseAddress(u.Email); err != nil || a.Address != u.Email {
		add("emails", "", errNoMail)
	}
	for name, value := range map[string]string{"userName": u.UserName, "displayName": u.Name, "emails": u.Email, "externalId": u.ExternalID, "department": u.Department} {
		if len([]rune(value)) > longest {
			add(name, "", errTooLong)
		}
	}
	return fault.InvalidFields(wrong)
}

// ReadUser reads the whole of a user as a directory sends it. What it leaves out is
// not there; active is true when it does not say.
func ReadUser(body map[string]any) (User, error) {
	u := User{Active: true}
	if err := u.take(body); err != nil {
		return u, err
	}
	u.finish()
	return u, nil
}

// Replace is what a PUT makes of the user: what belongs to the whole and is not sent is
// taken away, but for the manager where the enterprise part is not sent at all.
func (u *User) Replace(body map[string]any) error {
	next := User{ID: u.ID, Active: u.Active, Manager: u.Manager, Department: u.Department}
	if ext, sent := get(body, EnterpriseSchema); sent {
		if _, is := ext.(map[string]any); is {
			next.Manager, next.Department = "", ""
		}
	}
	if err := next.take(body); err != nil {
		return err
	}
	next.finish()
	if next.Name == "" {
		next.Name = u.Name
	}
	if next.Email == "" {
		next.Email = u.Email
	}
	*u = next
	return nil
}

// take reads attributes; names are of any case, and may be whole paths.
func (u *User) take(body map[string]any) error {
	for _, key := range slices.Sorted(maps.Keys(body)) {
		if err := u.set(key, body[key]); err != nil {
			return err
		}
	}
	return nil
}

// set sets one attribute by its path. What Cairn does not keep is passed over.
func (u *User) set(path string, value any) error {
	attribute := strings.ToLower(withoutSchema(path))
	switch {
	case attribute == "username":
		u.UserName = text(value)
	case attribute == "externalid":
		u.ExternalID = text(value)
	case attribute == "displayname", attribute == "name.formatted" && !u.named:
		if name := text(value); name != "" {
			u.Name, u.named = name, true
		}
	case attribute == "name.givenname":
		u.given = text(value)
	case attribute == "name.familyname":
		u.family = text(value)
	case attribute == "active":
		on, ok := truth(value)
		if !ok {
			return invalid("active", "Write true or false.")
		}
		u.Active = on
	case attribute == "emails" || strings.HasPrefix(attribute, "emails["):
		u.setEmails(attribute, value)
	case attribute == "department":
		u.Department = text(value)
	case attribute == "manager" || attribute == "manager.value":
		u.Manager = reference(value)
	case attribute == "name" || strings.EqualFold(path, EnterpriseSchema) || strings.EqualFold(path, UserSchema):
		return u.setParts(path, value)
	}
	return nil
}

// setParts takes the attributes within an attribute.
func (u *User) setParts(path string, value any) error {
	parts, _ := value.(map[string]any)
	prefix := ""
	if strings.EqualFold(path, "name") || strings.HasSuffix(strings.ToLower(path), ":name") {
		prefix = "name."
	}
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		if err := u.set(prefix+key, parts[key]); err != nil {
			return err
		}
	}
	return nil
}

func (u *User) setEmails(attribute string, value any) {
	switch v := value.(type) {
	case string:
		if !strings.Contains(attribute, `"home"`) && !strings.HasSuffix(attribute, ".type") && !strings.HasSuffix(attribute, ".primary") {
			u.Email = strings.TrimSpace(v)
		}
	case map[string]any:
		u.setEmails(attribute, text(first(v, "value")))
	case []any:
		best := -1
		for _, one := range v {
			m, ok := one.(map[string]any)
			if !ok {
				m = map[string]any{"value": one}
			}
			primary, _ := truth(first(m, "primary"))
			rank := 0
			if strings.EqualFold(text(first(m, "type")), "work") {
				rank = 1
			}
			if primary {
				rank = 2
			}
			if address := text(first(m, "value")); address != "" && rank > best {
				u.Email, best = address, rank
			}
		}
	}
}

// finish fills what follows from the rest.
func (u *User) finish() {
	if !u.named && u.given+u.family != "" {
		was, rest, _ := strings.Cut(u.Name, " ")
		u.Name = strings.TrimSpace(or(u.given, was) + " " + or(u.family, rest))
	}
	if u.Email == "" && strings.Contains(u.UserName, "@") {
		u.Email = u.UserName
	}
	u.given, u.family, u.named = "", "", false
}

// JSON is the user as a directory reads it.
func (u User) JSON(base string) map[string]any {
	v := map[string]any{
		"schemas": []string{UserSchema, EnterpriseSchema}, "id": u.ID, "userName": u.UserName, "displayName": u.Name, "active": u.Active,
		"name":   map[string]any{"formatted": u.Name},
		"emails": []any{map[string]any{"value": u.Email, "type": "work", "primary": true}},
	}
	if u.ExternalID != "" {
		v["externalId"] = u.ExternalID
	}
	enterprise := map[string]any{}
	if u.Department != "" {
		enterprise["department"] = u.Department
	}
	if u.Manager != "" {
		enterprise["manager"] = map[string]any{"value": u.Manager, "$ref": base + "/Users/" + u.Manager}
	}
	if len(enterprise) > 0 {
		v[EnterpriseSchema] = enterprise
	}
	v["meta"] = meta("User", base+"/Users/"+u.ID, u.Version())
	return v
}

// Version changes whenever something of the user does.
func (u User) Version() string {
	return version(u.ID, u.ExternalID, u.UserName, u.Name, u.Email, word(u.Active), u.Manager, u.Department)
}

// Value gives the values of an attribute, for filters.
func (u User) Value(attribute string) []string {
	switch attribute {
	case "id":
		return []string{u.ID}
	case "externalid":
		return some(u.ExternalID)
	case "username":
		return []string{strings.ToLower(u.UserName)}
	case "displayname", "name.formatted":
		return []string{strings.ToLower(u.Name)}
	case "emails", "emails.value":
		return []string{strings.ToLower(u.Email)}
	case "active":
		return []string{word(u.Active)}
	case "manager", "manager.value":
		return some(u.Manager)
	case "department":
		return some(strings.ToLower(u.Department))
	}
	return nil
}
