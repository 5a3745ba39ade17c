-- What a conversation points at is held by the database: no row of another organization, and no contact of another
-- workspace, can be its relay, its contact or its assignee. When one of them goes, that column alone is emptied.
ALTER TABLE "conversation" ALTER COLUMN "relay_id" DROP NOT NULL;

-- The walls bind the migrator, too, while rows are mended and keys are checked.
ALTER TABLE "conversation" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "contact" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "membership" NO FORCE ROW LEVEL SECURITY;

UPDATE "conversation" c SET "relay_id" = NULL WHERE NOT EXISTS (
  SELECT 1 FROM "relay" r WHERE r."org_id" = c."org_id" AND r."id" = c."relay_id");
UPDATE "conversation" c SET "assignee_id" = NULL WHERE "assignee_id" IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM "membership" m WHERE m."org_id" = c."org_id" AND m."user_id" = c."assignee_id");
UPDATE "conversation" c SET "contact_id" = NULL WHERE "contact_id" IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM "contact" k WHERE k."org_id" = c."org_id" AND k."workspace_id" = c."workspace_id" AND k."id" = c."contact_id");

CREATE INDEX "conversation_org_id_relay_id_idx" ON "conversation"("org_id", "relay_id");
CREATE INDEX "conversation_org_id_workspace_id_contact_id_idx" ON "conversation"("org_id", "workspace_id", "contact_id");
CREATE INDEX "conversation_org_id_assignee_id_idx" ON "conversation"("org_id", "assignee_id");
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_org_id_relay_id_fkey" FOREIGN KEY ("org_id", "relay_id") REFERENCES "relay"("org_id", "id") ON DELETE SET NULL ("relay_id") ON UPDATE CASCADE;
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_org_id_workspace_id_contact_id_fkey" FOREIGN KEY ("org_id", "workspace_id", "contact_id") REFERENCES "contact"("org_id", "workspace_id", "id") ON DELETE SET NULL ("contact_id") ON UPDATE CASCADE;
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_org_id_assignee_id_fkey" FOREIGN KEY ("org_id", "assignee_id") REFERENCES "membership"("org_id", "user_id") ON DELETE SET NULL ("assignee_id") ON UPDATE CASCADE;

ALTER TABLE "conversation" FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay" FORCE ROW LEVEL SECURITY;
ALTER TABLE "contact" FORCE ROW LEVEL SECURITY;
ALTER TABLE "membership" FORCE ROW LEVEL SECURITY;
