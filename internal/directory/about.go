package directory

import (
	"net/http"
	"slices"

	"cairn/internal/fault"
	"cairn/internal/scim"
)

func (s *service) showConfig(v *visit) error {
	yes := func(more map[string]any) map[string]any {
		m := map[string]any{"supported": true}
		for k, v := range more {
			m[k] = v
		}
		return m
	}
	no := map[string]any{"supported": false}
	return write(v.w, http.StatusOK, map[string]any{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"},
		"patch":   yes(nil), "etag": yes(nil), "sort": no, "changePassword": no,
		"bulk":                  yes(map[string]any{"maxOperations": mostInBulk, "maxPayloadSize": mostBulk}),
		"filter":                yes(map[string]any{"maxResults": mostListed}),
		"authenticationSchemes": []any{map[string]any{"type": "oauthbearertoken", "name": "Bearer token", "description": "A token that whoever runs Cairn made for this directory.", "primary": true}},
		"meta":                  map[string]any{"resourceType": "ServiceProviderConfig", "location": s.Base + "/ServiceProviderConfig"},
	})
}

func (s *service) types() []map[string]any {
	kind := func(name, schema, extension string) map[string]any {
		return map[string]any{
			"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:ResourceType"}, "id": name, "name": name, "endpoint": "/" + name + "s", "schema": schema,
			"schemaExtensions": []any{map[string]any{"schema": extension, "required": false}},
			"meta":             map[string]any{"resourceType": "ResourceType", "location": s.Base + "/ResourceTypes/" + name},
		}
	}
	return []map[string]any{kind("User", scim.UserSchema, scim.EnterpriseSchema), kind("Group", scim.GroupSchema, scim.UnitSchema)}
}

func (s *service) showTypes(v *visit) error {
	return list(v, s.types(), func(m map[string]any) map[string]any { return m })
}

func (s *service) showType(v *visit) error { return showNamed(v, s.types()) }

func showNamed(v *visit, all []map[string]any) error {
	at := slices.IndexFunc(all, func(m map[string]any) bool { return m["id"] == v.r.PathValue("id") })
	if at < 0 {
		return fault.NotFound()
	}
	return write(v.w, http.StatusOK, all[at])
}

// attribute describes one attribute. Kind is string, boolean, reference or complex.
func attribute(name, kind string, more map[string]any) map[string]any {
	m := map[string]any{"name": name, "type": kind, "multiValued": false, "required": false, "caseExact": false, "mutability": "readWrite", "returned": "default", "uniqueness": "none"}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func (s *service) schemas() []map[string]any {
	schema := func(id, name string, attributes ...map[string]any) map[string]any {
		return map[string]any{"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Schema"}, "id": id, "name": name, "attributes": attributes,
			"meta": map[string]any{"resourceType": "Schema", "location": s.Base + "/Schemas/" + id}}
	}
	value := attribute("value", "string", nil)
	parts := func(more ...map[string]any) map[string]any { return map[string]any{"subAttributes": more} }
	many := func(more ...map[string]any) map[string]any {
		return map[string]any{"multiValued": true, "subAttributes": more}
	}
	return []map[string]any{
		schema(scim.UserSchema, "User",
			attribute("userName", "string", map[string]any{"required": true, "uniqueness": "server"}), attribute("displayName", "string", nil),
			attribute("name", "complex", parts(attribute("formatted", "string", nil), attribute("givenName", "string", nil), attribute("familyName", "string", nil))),
			attribute("active", "boolean", nil), attribute("emails", "complex", many(value, attribute("type", "string", nil), attribute("primary", "boolean", nil)))),
		schema(scim.EnterpriseSchema, "EnterpriseUser", attribute("department", "string", nil), attribute("manager", "complex", parts(value, attribute("$ref", "reference", nil)))),
		schema(scim.GroupSchema, "Group", attribute("displayName", "string", map[string]any{"required": true, "uniqueness": "server"}), attribute("members", "complex", many(value, attribute("$ref", "reference", nil)))),
		schema(scim.UnitSchema, "Unit", attribute("kind", "string", map[string]any{"mutability": "readOnly"}), attribute("tribe", "complex", parts(value, attribute("$ref", "reference", nil)))),
	}
}

func (s *service) showSchemas(v *visit) error {
	return list(v, s.schemas(), func(m map[string]any) map[string]any { return m })
}

func (s *service) showSchema(v *visit) error { return showNamed(v, s.schemas()) }
