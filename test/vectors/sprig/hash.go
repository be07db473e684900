// Package sprig names a type as Sprig does, since errors show it.
package sprig

// HashAlgorithm is what the third argument of htpasswd is.
type HashAlgorithm string
