package web

func (s *site) accountRoutes() []Route { return nil }
