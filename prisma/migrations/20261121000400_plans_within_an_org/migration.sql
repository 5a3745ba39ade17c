-- Every way into a table of an org holds the org: a user in five hundred orgs, or an address invited to as many, is
-- met in one of them without reading the rows of the others.
DROP INDEX "membership_user_id_idx";
CREATE INDEX "membership_user_id_org_id_idx" ON "membership"("user_id", "org_id");
DROP INDEX "invitation_pending_email_idx";
CREATE INDEX "invitation_pending_email_org_id_idx" ON "invitation"("pending_email", "org_id");

-- The audit log by who did it.
CREATE INDEX "audit_event_org_id_actor_label_id_idx" ON "audit_event"("org_id", "actor_label", "id");

-- Where many members match, the planner would read the table from its beginning, through the rows of all orgs, until
-- it has enough: then one org's search takes the longer the more others there are. By an index it reads its own alone.
SET LOCAL ROLE rowhouse_gate;
ALTER FUNCTION search_members(uuid, text, int) SET enable_seqscan = off;
SET LOCAL ROLE rowhouse_owner;
