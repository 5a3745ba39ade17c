-- Conversations are found by a part of a name or an address, as other rows of a workspace are; by one or two letters at
-- the beginning of either.
ALTER TABLE "conversation" ALTER COLUMN "name_key" TYPE TEXT COLLATE "C", ALTER COLUMN "address" TYPE TEXT COLLATE "C";
ALTER TABLE "conversation" ADD COLUMN "search" TEXT COLLATE "C" GENERATED ALWAYS AS (lower((name || ' ' || address) COLLATE "default")) STORED NOT NULL;
CREATE INDEX "conversation_org_id_workspace_id_address_idx" ON "conversation"("org_id", "workspace_id", "address");
SELECT searchable('conversation');

-- The collation of the address had become that of the whole text, and C knows the small letters of ASCII alone: who was
-- called ŽOFIA was not found as žofia.
ALTER TABLE "contact" DROP COLUMN "search";
ALTER TABLE "contact" ADD COLUMN "search" TEXT COLLATE "C" GENERATED ALWAYS AS
  (lower((name || ' ' || coalesce(email, '') || ' ' || company || ' ' || phone || ' ' || translate(phone, ' ()./-', '')) COLLATE "default")) STORED NOT NULL;
SELECT searchable('contact');
