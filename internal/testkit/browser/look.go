package browser

import (
	"context"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Resize gives the page a window of exactly this size, in CSS pixels.
func (b *Browser) Resize(width, height int) {
	b.t.Helper()
	b.must("resizing", b.do(chromedp.EmulateViewport(int64(width), int64(height))))
}

// Theme chooses the colour scheme the visitor prefers. Motion is reduced, so that
// pictures and contrasts are those of the page at rest.
func (b *Browser) Theme(dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.must("choosing the theme", b.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		},
	})))
}

// Screenshot writes a picture of the whole page as PNG, in a window of the given
// size and theme, which stay as they are afterwards. Folders are made as needed.
func (b *Browser) Screenshot(path string, width, height int, dark bool) {
	b.t.Helper()
	b.Resize(width, height)
	b.Theme(dark)
	b.settle()
	b.Picture(path)
}

// OnPaper shows the page as it would be printed, in the width of a sheet of A4
// without its margins, or on the screen again.
func (b *Browser) OnPaper(on bool) {
	b.t.Helper()
	media := ""
	if on {
		media = "print"
		b.Resize(658, 936)
	}
	b.must("turning to paper", b.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media})))
	b.settle()
}

// Picture writes a picture of the whole page as it stands.
func (b *Browser) Picture(path string) {
	b.t.Helper()
	png, err := b.picture()
	b.must("taking a picture", err)
	b.must("writing a picture", os.MkdirAll(filepath.Dir(path), 0o755))
	b.must("writing a picture", os.WriteFile(path, png, 0o644))
}

// settle waits for fonts, pictures and transitions, but not for ever: a picture
// that Chromium has put off and a transition it has paused never end.
func (b *Browser) settle() {
	b.t.Helper()
	b.Run(`
		const quiet = async () => {
			await document.fonts.ready;
			await Promise.all([...document.images].map((i) => i.decode().catch(() => {})));
			await Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity).map((a) => a.finished.catch(() => {})));
		};
		await Promise.race([quiet(), new Promise((enough) => setTimeout(enough, 3000))]);`)
}

func (b *Browser) picture() ([]byte, error) {
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	return chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		size, err := cdp.Call(ctx, t, page.GetLayoutMetrics, cdp.Empty{})
		if err != nil {
			return nil, err
		}
		yes := true
		// The width is the window's: what sticks out sideways shall be seen as cut.
		shot, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &yes, FromSurface: &yes,
			Clip: &page.Viewport{
				Width:  float64(size.CSSLayoutViewport.ClientWidth),
				Height: max(size.CSSContentSize.Height, float64(size.CSSLayoutViewport.ClientHeight)),
				Scale:  1,
			},
		})
		return shot.Data, err
	})
}

// Overflow is by how many pixels the page is wider than its window. On a good
// page it is zero.
func (b *Browser) Overflow() int {
	b.t.Helper()
	return Eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth")
}
