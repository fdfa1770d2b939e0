package id

// Guide is a page of an organisation's own guide.
type Guide string
