// Package picture takes a picture that somebody brings and makes it anew: what comes
// out holds the picture and nothing else, neither where it was taken nor by whom.
package picture

import (
	"bytes"
	"image"
	_ "image/gif" // read, and written as PNG
	"image/jpeg"
	"image/png"

	"cairn/internal/fault"
	"cairn/internal/lang"
)

// What is taken, and what comes out.
const (
	MaxBytes  = 8 << 20
	maxPixels = 50_000_000
	longest   = 1600 // of the longer side
	mostPNG   = 1 << 20
	quality   = 85
)

// Kinds are the content types that come out.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
)

// Picture is one that was made anew.
type Picture struct {
	Kind string
	Data []byte
}

// one lets pictures be made one at a time: each takes much memory for a moment.
var one = make(chan struct{}, 1)

// Clean reads a JPEG, PNG or GIF by what is in it, whatever it is called, and makes
// it anew: upright, no larger than a page shows, without anything beside it.
func Clean(raw []byte) (Picture, error) {
	if len(raw) > MaxBytes {
		return Picture{}, wrong(lang.Later("This picture is larger than 8 MB. Make it smaller and choose it again."))
	}
	about, kind, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || kind != "jpeg" && kind != "png" && kind != "gif" {
		return Picture{}, wrong(lang.Later("This is no picture that can be shown here. Choose a JPEG, a PNG or a GIF."))
	}
	if about.Width <= 0 || about.Height <= 0 || about.Width > maxPixels/about.Height {
		return Picture{}, wrong(lang.Later("This picture has more points than can be taken. Make it smaller and choose it again."))
	}
	one <- struct{}{}
	defer func() { <-one }()
	whole, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return Picture{}, wrong(lang.Later("This picture cannot be read to its end. Save it anew and choose it again."))
	}
	made := shrink(whole)
	if kind == "jpeg" {
		made = turn(made, orientation(raw))
	}
	return written(made, kind)
}

func written(p *image.RGBA, kind string) (Picture, error) {
	var b bytes.Buffer
	if kind != "jpeg" {
		if err := png.Encode(&b, p); err != nil {
			return Picture{}, err
		}
		if b.Len() <= mostPNG || !p.Opaque() {
			return Picture{PNG, b.Bytes()}, nil
		}
		b.Reset()
	}
	err := jpeg.Encode(&b, p, &jpeg.Options{Quality: quality})
	return Picture{JPEG, b.Bytes()}, err
}

func wrong(message string) error {
	return fault.InvalidFields([]fault.Field{{Name: "picture", Message: message}})
}
