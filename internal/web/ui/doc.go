// Package ui holds the components every page of Cairn is built from: the
// layout, fields, notices and pictures, one noun a file, with their style
// sheets and the one small script. Everything works without the script, and
// nothing here needs an inline style or script.
package ui
