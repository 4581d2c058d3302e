"""scim2-client, unchanged: what a directory does in the life of some users and a group. What it was told is one line of JSON."""

import json
import os

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation, SCIMException, SearchRequest

http = Client(base_url=os.environ["SCIM_URL"], headers={"Authorization": "Bearer " + os.environ["SCIM_TOKEN"]})
scim = SyncSCIMClient(http)
scim.discover()
User = scim.get_resource_model("User")
Group = scim.get_resource_model("Group")


def refused(work):
    """The status and the kind of a refusal."""
    try:
        work()
    except SCIMException as refusal:
        return [refusal.status, refusal.scim_type]
    raise AssertionError("It was not refused.")


def change(resource, *operations):
    patch = PatchOp[type(resource)](operations=[PatchOperation(**operation) for operation in operations])
    return scim.modify(resource, patch)


def names(found):
    return [one.user_name for one in found.resources or []]


def find(model, **wish):
    return scim.query(model, query_parameters=SearchRequest(**wish))


told = {}

users = [scim.create(User(user_name=f"{name}@walk.example", external_id=f"walk-{name}")) for name in ("ada", "bea", "cleo")]
ada, bea, cleo = users
told["made"] = [[user.user_name, user.external_id, user.emails[0].value, user.active] for user in users]
told["name taken"] = refused(lambda: scim.create(User(user_name="ADA@walk.example")))

told["read"] = scim.query(User, ada.id) == ada
told["unchanged copy"] = scim.query(ada) is ada

told["filtered"] = names(find(User, filter='userName sw "bea@walk" and active eq true'))
told["filter not understood"] = refused(lambda: find(User, filter='password pr'))
pages = [find(User, filter='userName ew "@walk.example"', start_index=start, count=2) for start in (1, 3)]
told["pages"] = [[page.total_results, page.start_index, page.items_per_page, names(page)] for page in pages]
told["searched"] = names(scim.search(search_request=SearchRequest(filter='externalId eq "walk-cleo"')))

renamed = change(
    ada,
    {"op": "replace", "path": "name.familyName", "value": "Lovelace"},
    {"op": "add", "value": {"name": {"givenName": "Ada"}}},
)
told["patched"] = [renamed.name.given_name, renamed.name.family_name, renamed.display_name]
# As it is: of a PatchOp the client itself refuses that.
created = {
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    "Operations": [{"op": "replace", "path": "meta.created", "value": "2020-01-01T00:00:00Z"}],
}
told["read-only"] = refused(lambda: scim.modify(renamed, created))
told["older version patched"] = refused(lambda: change(ada, {"op": "replace", "path": "externalId", "value": "late"}))

renamed.name.given_name = "Augusta"
renamed.active = False
replaced = scim.replace(renamed)
told["replaced"] = [replaced.name.given_name, replaced.active, replaced.external_id]
told["older version replaced"] = refused(lambda: scim.replace(renamed))
told["older version deleted"] = refused(lambda: scim.delete(renamed))
told["back"] = change(replaced, {"op": "replace", "path": "active", "value": True}).active

group = scim.create(Group(display_name="Walkers", external_id="walk-group", members=[{"value": ada.id}]))
told["group"] = [group.display_name, group.external_id, [member.ref == ada.meta.location for member in group.members]]
grown = change(group, {"op": "add", "path": "members", "value": [{"value": bea.id}, {"value": cleo.id}]})
told["members added"] = [member.value for member in grown.members] == [ada.id, bea.id, cleo.id]
told["groups of a user"] = [one.display for one in scim.query(User, bea.id).groups]
shrunk = change(grown, {"op": "remove", "path": f'members[value eq "{bea.id}"]'})
told["member removed"] = [member.value for member in shrunk.members] == [ada.id, cleo.id]
shrunk.display_name = "Runners"
shrunk.members = []
emptied = scim.replace(shrunk)
told["group replaced"] = [emptied.display_name, emptied.external_id, emptied.members or []]
told["older version of a group"] = refused(lambda: scim.replace(shrunk))
told["group found"] = [one.id == group.id for one in find(Group, filter='externalId eq "walk-group"').resources]
scim.delete(emptied)
told["group gone"] = refused(lambda: scim.query(Group, group.id))

for user in (scim.query(User, one.id) for one in users):
    scim.delete(user)
told["user gone"] = refused(lambda: scim.query(User, ada.id))
told["none left"] = find(User, filter='userName ew "@walk.example"').total_results
http.headers["Authorization"] = "Bearer scim_test_nobody"
told["token unknown"] = refused(lambda: find(User))

print(json.dumps(told))
