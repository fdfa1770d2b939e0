package credential

// SessionCookie is the name of the cookie that holds a session's token.
func SessionCookie(secure bool) string {
	if secure {
		return Cookie(secure, "cairn")
	}
	return "cairn_session"
}

// Cookie is the name of a cookie. Over TLS the prefix makes browsers hold it to https
// and to this host.
func Cookie(secure bool, name string) string {
	if secure {
		return "__Host-" + name
	}
	return name
}
