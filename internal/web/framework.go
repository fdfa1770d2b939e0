package web

func (s *site) frameworkRoutes() []Route { return nil }
