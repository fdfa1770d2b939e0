package credential

// SessionCookie is the name of the cookie that holds a session's token. Over TLS
// the prefix makes browsers hold it to https and to this host.
func SessionCookie(secure bool) string {
	if secure {
		return "__Host-cairn"
	}
	return "cairn_session"
}
