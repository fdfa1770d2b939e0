package web

func (s *site) evaluationRoutes() []Route { return nil }
