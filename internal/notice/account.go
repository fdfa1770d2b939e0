package notice

import "cairn/internal/lang"

// SignInChanged is of how somebody signs in. It is told always: whoever has got into
// an account must not be able to change that in silence.
const SignInChanged Kind = "sign-in.changed"

func init() {
	kinds = append(kinds, About{
		Kind: SignInChanged, Group: lang.Later("My account"), Label: lang.Later("How I sign in changes"),
		Line: lang.Later("How you sign in was changed, or a spare code was used. If that was not you, change your password and tell whoever runs Cairn."),
	})
}

// Always tells whether nobody can choose not to be told.
func (k Kind) Always() bool { return k == SignInChanged || k == Sight }
