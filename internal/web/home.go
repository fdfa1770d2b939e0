package web

func (s *site) homeRoutes() []Route { return nil }
