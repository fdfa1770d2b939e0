// Package scim knows what directories say when they provision people by SCIM 2.0 (RFC
// 7643 and 7644), and the ways in which the common ones say it otherwise. It keeps
// nothing and decides nothing: it reads what is wanted and writes what is.
package scim
