package gqlmodel

// Service is what a federation gateway asks this graph about itself.
type Service struct {
	SDL string
}
