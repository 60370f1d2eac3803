"""The people and places the sentences about identity speak of."""

from uuid import UUID

from events.identity import (
    ADMINISTRATOR,
    AdministratorNamed,
    BranchOpened,
    BranchPlaced,
    RoleDefined,
    TeamFormed,
    UserAdded,
)

FANG = UUID(int=11)
MING = UUID(int=12)
TEAM = UUID(int=21)

east = BranchOpened(code="east", name="华东", parent=None)
shanghai = BranchOpened(code="shanghai", name="上海分公司", parent="east")
east_placed = BranchPlaced(code="east", parent=None)
shanghai_placed = BranchPlaced(code="shanghai", parent="east")
key_accounts = TeamFormed(name="大客户组", branch="shanghai", lead_id=None)
seller = RoleDefined(
    key="seller", name="Seller", grants={"deal.see": "team"}, fields={}, second_factor=False, unlimited=False
)
administrators = RoleDefined(
    key=ADMINISTRATOR, name="Administrator", grants={}, fields={}, second_factor=False, unlimited=True
)
fang = UserAdded(name="王芳", email="fang@example.com", branch="shanghai", team_id=TEAM, roles=("seller",))
boss = UserAdded(name="李明", email=None, branch="", team_id=None, roles=(ADMINISTRATOR,))
fang_administers = AdministratorNamed(user_id=FANG)
ming_administers = AdministratorNamed(user_id=MING)
