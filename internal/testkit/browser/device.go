package browser

import (
	"github.com/chromedp/cdproto/webauthn"
)

// WithDevice gives the browser a device that makes passkeys and unlocks them at
// once. Browsers use one at https addresses and at localhost.
func (b *Browser) WithDevice() {
	b.t.Helper()
	options := &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}
	b.must("adding a device", b.do(
		command(webauthn.Enable, webauthn.EnableParams{}),
		command(webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: options}),
	))
}
