package framework

import "testing"

func spheres() *Framework {
	return New(Framework{Steps: []Step{
		{ID: "individual", Order: 1, Name: "Individual"}, {ID: "squad-chapter", Order: 2, Name: "Squad/Chapter"},
		{ID: "tribe-guild", Order: 3, Name: "Tribe/Guild"}, {ID: "technology-company", Order: 4, Name: "Technology/Company"},
	}})
}

func TestWhatNamesAStepOrAPromotion(t *testing.T) {
	f := spheres()
	for text, want := range map[string]string{
		"Jane reached the Tribe/Guild step.":         "Tribe/Guild",
		"now on TRIBE / GUILD":                       "TRIBE / GUILD",
		"squad-chapter at last":                      "squad-chapter",
		"the technology\ncompany impact":             "technology company",
		"**Tribe**/*Guild*":                          "Tribe/Guild",
		"An individual at last":                      "individual",
		"Welcome to the guild step":                  "guild step",
		"The company-steps are far":                  "company-steps",
		"Her step: tribe":                            "step: tribe",
		"her step (guild)":                           "step (guild",
		"He was promoted today":                      "promoted",
		"pro**mot**ed":                               "promoted",
		"pro\u200bmoted":                             "promoted",
		"PROMOTION!":                                 "PROMOTION",
		"Er wurde befördert":                         "befördert",
		"promo&#116;ed":                              "promoted",
		"_promoted_":                                 "promoted",
		"Ｐｒｏｍｏｔｅｄ":                                   "Ｐｒｏｍｏｔｅｄ",
		"on the wider  step":                         "wider step",
		"prömotion":                                  "prömotion",
		"The whole squad and the chapter helped":     "",
		"Thanks to squad, chapter, tribe and guild.": "",
		"step by step, and the next step is clear":   "",
		"The next step squad members took":           "",
		"a promotional fare":                         "",
		"new technology for the company":             "",
		"individually wrapped; individuals":          "",
		"":                                           "",
		"***":                                        "",
	} {
		got, ok := f.Naming(text)
		if got.Words != want || ok != (want != "") {
			t.Errorf("%q: found %q (%v), want %q", text, got.Words, ok, want)
		}
	}
}

func TestTheOrganisationsOwnWordForStepCounts(t *testing.T) {
	f := New(Framework{Steps: []Step{{ID: "a", Order: 1, Name: "Trail/Peak"}}, Words: Words{Step: "Level"}})
	for text, want := range map[string]bool{"at trail level": true, "the peak was steep": false, "trail peak": true, "level crossing": false} {
		if _, ok := f.NamesStep(text); ok != want {
			t.Errorf("%q: %v", text, ok)
		}
	}
	if _, ok := f.NamesStep("promoted"); ok {
		t.Error("a promotion is no step")
	}
	if _, ok := New(Framework{}).Naming("Anything at all."); ok {
		t.Error("without a framework something was found")
	}
}

func TestWhatLooksLikeAStepInATitle(t *testing.T) {
	f := spheres()
	for text, want := range map[string]bool{
		"Tribe/Guild Engineer": true, "Engineer (Squad-Chapter)": true, "TribeGuild Engineer": true, "Tribe Gild Engineer": true, "Individuel Engineer": true,
		"Squad&Chapter Engineer": false, "Squadchapter Developer": true, "Technologie/Company Architect": true, "Step 3 Engineer": true, "Engineer, step II": true, "Guild step engineer": true,
		"Chapter Lead": false, "Squad Lead": false, "Technology Lead": false, "Company Secretary": false, "Head of Technology": false, "Backend Engineer": false,
		"Stepper Motor Engineer": false, "Individualist": false, "Senior Engineer": false, "Guild coordinator": false, "First Responder": false,
	} {
		if got, ok := f.LooksLikeStep(text); ok != want {
			t.Errorf("%q: found %q (%v)", text, got.Words, ok)
		}
	}
}
