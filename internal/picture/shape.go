package picture

import (
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
)

// shrink gives the picture at the size in which it is shown: each point is the mean
// of those that it stands for.
func shrink(p image.Image) *image.RGBA {
	from := p.Bounds()
	w, h := from.Dx(), from.Dy()
	if long := max(w, h); long > longest {
		w, h = max(1, w*longest/long), max(1, h*longest/long)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if w == from.Dx() && h == from.Dy() {
		draw.Draw(to, to.Bounds(), p, from.Min, draw.Src)
		return to
	}
	for y := range h {
		y0, y1 := span(y, h, from.Min.Y, from.Dy())
		for x := range w {
			x0, x1 := span(x, w, from.Min.X, from.Dx())
			to.SetRGBA(x, y, mean(p, image.Rect(x0, y0, x1, y1)))
		}
	}
	return to
}

// span is the stretch of the source that one point of the result stands for.
func span(at, of, from, length int) (first, after int) {
	first = from + at*length/of
	return first, max(first+1, from+(at+1)*length/of)
}

func mean(p image.Image, within image.Rectangle) color.RGBA {
	var r, g, b, a, n uint64
	for y := within.Min.Y; y < within.Max.Y; y++ {
		for x := within.Min.X; x < within.Max.X; x++ {
			pr, pg, pb, pa := p.At(x, y).RGBA()
			r, g, b, a, n = r+uint64(pr), g+uint64(pg), b+uint64(pb), a+uint64(pa), n+1
		}
	}
	return color.RGBA{R: uint8(r / n >> 8), G: uint8(g / n >> 8), B: uint8(b / n >> 8), A: uint8(a / n >> 8)}
}

// turn sets a picture upright that a camera held otherwise; 1 is upright already.
func turn(p *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return p
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation > 4 {
		size = image.Rect(0, 0, h, w)
	}
	to := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			tx, ty := turned(orientation, x, y, w, h)
			to.SetRGBA(tx, ty, p.RGBAAt(x, y))
		}
	}
	return to
}

func turned(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	}
	return y, w - 1 - x
}

// orientation is how a JPEG says that it is to be turned; 1 when it says nothing, or
// nothing that can be read.
func orientation(raw []byte) int {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff; {
		marker, length := raw[at+1], int(binary.BigEndian.Uint16(raw[at+2:]))
		end := at + 2 + length
		if marker == 0xda || length < 2 || end > len(raw) {
			return 1
		}
		if body := raw[at+4 : end]; marker == 0xe1 && len(body) > 14 && string(body[:6]) == "Exif\x00\x00" {
			return orientationIn(body[6:])
		}
		at = end
	}
	return 1
}

const orientationTag = 0x0112

func orientationIn(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	first := int(order.Uint32(tiff[4:]))
	if first < 8 || first+2 > len(tiff) {
		return 1
	}
	for i := range int(order.Uint16(tiff[first:])) {
		entry := first + 2 + 12*i
		if entry+12 > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[entry:]) == orientationTag {
			return int(order.Uint16(tiff[entry+8:]))
		}
	}
	return 1
}
