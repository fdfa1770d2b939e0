package web

func (s *site) demoRoutes() []Route { return nil }
