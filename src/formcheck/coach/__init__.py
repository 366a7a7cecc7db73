"""The coach: leads one person through a session, hands-free. Pure: poses in, what to show and to say out."""

from formcheck.coach.coach import Coach, Moment, Pain
from formcheck.coach.placing import Scene
from formcheck.coach.views import Ended, SetResult, View

__all__ = ["Coach", "Ended", "Moment", "Pain", "Scene", "SetResult", "View"]
