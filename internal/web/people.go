package web

func (s *site) peopleRoutes() []Route { return nil }
