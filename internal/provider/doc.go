// Package provider signs people in at identity providers that speak OpenID Connect.
// Who somebody is, is the issuer and the subject that it names and nothing else: no
// address and no name. It keeps nothing but what a provider publishes about itself;
// what a browser must bring back is made by the caller.
package provider
