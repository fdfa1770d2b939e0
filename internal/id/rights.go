package id

// Correction is what a person says beside something that is wrong about them.
type Correction string

// Restriction is a person's wish that what is kept about them is not used.
type Restriction string

// Erasure is a wish that what is kept about somebody is erased.
type Erasure string

// Hold stops an erasure for a legal reason.
type Hold string

// Glass is one asking to break the glass about somebody.
type Glass string

// StepChoice is that a person opens their Step to those whom a policy names.
type StepChoice string
