package framework

import (
	"reflect"
	"testing"

	"cairn/internal/framework"
	"cairn/internal/workflow"
)

// TestAKeyNamesAllOfAReading sets each field of a reading, and of the lens it is read
// through, and expects another key: a field that is forgotten there would show one
// reader's page to another.
func TestAKeyNamesAllOfAReading(t *testing.T) {
	plain := Reading{Framework: &framework.Framework{}}
	was, _ := plain.Key()
	// What a reading is made of, and so comes with what is named.
	comes := map[string]bool{"Marks": true, "marks": true, "names": true}
	for _, of := range []func(*Reading) reflect.Value{
		func(r *Reading) reflect.Value { return reflect.ValueOf(r).Elem() },
		func(r *Reading) reflect.Value { return reflect.ValueOf(&r.Lens).Elem() },
		func(r *Reading) reflect.Value { return reflect.ValueOf(&r.Lens.FrameworkAs).Elem() },
	} {
		for i := range of(&plain).NumField() {
			r := plain
			field := of(&r).Type().Field(i)
			inLens := field.Name == "Framework" && of(&r).Type() == reflect.TypeFor[workflow.FrameworkAs]() // the reading has it
			if inLens || comes[field.Name] || field.Name == "Lens" || field.Name == "FrameworkAs" {
				continue
			}
			set(reflect.NewAt(field.Type, of(&r).Field(i).Addr().UnsafePointer()).Elem())
			if is, ok := r.Key(); ok && is == was {
				t.Errorf("a reading with another %s has the same key", field.Name)
			}
		}
	}
}

func set(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(7)
	case reflect.String:
		v.SetString("another")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		m := reflect.MakeMap(v.Type())
		m.SetMapIndex(reflect.Zero(v.Type().Key()), reflect.Zero(v.Type().Elem()))
		v.Set(m)
	default:
		panic("a field of a kind that no reading had: " + v.Kind().String())
	}
}
