"""What are branches, teams, users and roles, and whose are they?"""

from services.identity import branch, role, team, user
from shared.application import Aggregate, Owned

BRANCH = Aggregate(
    name="branch",
    initial=branch.Branch(),
    evolve=branch.evolve,
    whose=lambda state: Owned(None, state.opening.code if state.opening else ""),
)
TREE = Aggregate(name="branches", initial=branch.Tree(), evolve=branch.grow)
TEAM = Aggregate(
    name="team",
    initial=team.Team(),
    evolve=team.evolve,
    whose=lambda state: Owned(state.lead_id, state.branch),
)
USER = Aggregate(
    name="user", initial=user.User(), evolve=user.evolve, whose=lambda state: Owned(None, state.branch)
)
ROLE = Aggregate(name="role", initial=role.Role(), evolve=role.evolve)
