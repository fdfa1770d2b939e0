package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"cairn/internal/fault"
)

// halves is red on its left and blue on its right.
func halves(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0xff, 0, 0, 0xff}
			if x >= w/2 {
				c = color.RGBA{0, 0, 0xff, 0xff}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

func asJPEG(t *testing.T, p image.Image, extra ...byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return append(append([]byte{0xff, 0xd8}, extra...), b.Bytes()[2:]...)
}

func asPNG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif says how to turn a picture, and where it was taken.
func exif(order binary.AppendByteOrder, head string, orientation uint16) []byte {
	tiff := append([]byte(head), 0, 0, 0, 0)
	tiff = tiff[:4]
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(tiff, orientationTag)
	tiff = order.AppendUint16(tiff, 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(tiff, orientation)
	tiff = append(tiff, 0, 0)
	tiff = append(tiff, "taken at the lake"...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	return append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2)), body...)
}

func TestAPictureIsMadeAnewAndUpright(t *testing.T) {
	for orientation, red := range map[uint16]image.Point{1: {10, 40}, 2: {90, 40}, 3: {90, 40}, 4: {10, 40}, 5: {40, 10}, 6: {40, 10}, 7: {40, 90}, 8: {40, 90}, 0: {10, 40}, 99: {10, 40}} {
		for head, order := range map[string]binary.AppendByteOrder{"II*\x00": binary.LittleEndian, "MM\x00*": binary.BigEndian} {
			got, err := Clean(asJPEG(t, halves(100, 80), exif(order, head, orientation)...))
			if err != nil || got.Kind != JPEG {
				t.Fatalf("%d %q: %v %v", orientation, head, got.Kind, err)
			}
			if bytes.Contains(got.Data, []byte("lake")) || bytes.Contains(got.Data, []byte("Exif")) {
				t.Errorf("%d: it still tells where it was taken", orientation)
			}
			p, err := jpeg.Decode(bytes.NewReader(got.Data))
			if err != nil {
				t.Fatal(err)
			}
			if r, _, b, _ := p.At(red.X, red.Y).RGBA(); r < 0xc000 || b > 0x4000 {
				t.Errorf("%d %q: not red at %v of %v", orientation, head, red, p.Bounds())
			}
		}
	}
}

func TestALargePictureBecomesSmaller(t *testing.T) {
	got, err := Clean(asPNG(t, halves(3200, 800)))
	if err != nil || got.Kind != PNG {
		t.Fatal(got.Kind, err)
	}
	p, err := png.Decode(bytes.NewReader(got.Data))
	if err != nil || p.Bounds().Dx() != longest || p.Bounds().Dy() != 400 {
		t.Errorf("it is %v, %v", p.Bounds(), err)
	}
	if r, _, _, _ := p.At(longest/4, 200).RGBA(); r != 0xffff {
		t.Error("its left is red no longer")
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	var moving bytes.Buffer
	if err := gif.Encode(&moving, halves(20, 20), nil); err != nil {
		t.Fatal(err)
	}
	bomb := asPNG(t, halves(4, 4))
	binary.BigEndian.PutUint32(bomb[16:], 60_000)
	binary.BigEndian.PutUint32(bomb[20:], 60_000)
	whole := asJPEG(t, halves(100, 100))
	for name, test := range map[string]struct {
		raw  []byte
		good bool
	}{
		"a GIF":           {moving.Bytes(), true},
		"nothing":         {nil, false},
		"a page":          {[]byte("<html><script>alert(1)</script>"), false},
		"a drawing":       {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), false},
		"half of one":     {whole[:len(whole)/3], false},
		"only a head":     {[]byte("\x89PNG\r\n\x1a\n"), false},
		"a bomb":          {bomb, false},
		"too large":       {bytes.Repeat([]byte{0xff}, MaxBytes+1), false},
		"a picture and a": {append(asPNG(t, halves(8, 8)), "<script>alert(1)</script>"...), true},
	} {
		got, err := Clean(test.raw)
		if (err == nil) != test.good {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s is not told as a mistake: %v", name, err)
		}
		if strings.Contains(string(got.Data), "script") {
			t.Errorf("%s keeps what is behind the picture", name)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add(exif(binary.LittleEndian, "II*\x00", 6))
	f.Add([]byte{0xff, 0xd8, 0xff, 0xe1, 0, 20, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', '*', 0, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, _ = Clean(raw)
		_ = orientation(append([]byte{0xff, 0xd8}, raw...))
	})
}
