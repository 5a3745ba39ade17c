CREATE TABLE "desktop" (
    "org_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "place" TEXT NOT NULL DEFAULT '',
    "notes" TEXT NOT NULL DEFAULT '',
    "member_id" UUID,
    "since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "name_key" TEXT COLLATE "C" GENERATED ALWAYS AS (lower(name)) STORED NOT NULL,
    "search" TEXT COLLATE "C" GENERATED ALWAYS AS (lower(name || ' ' || place)) STORED NOT NULL,

    CONSTRAINT "desktop_pkey" PRIMARY KEY ("org_id","workspace_id","id"),
    CONSTRAINT "desktop_lengths" CHECK (length(name) BETWEEN 1 AND 80 AND length(place) <= 120 AND length(notes) <= 1000)
);
CREATE UNIQUE INDEX "desktop_org_id_workspace_id_name_key_key" ON "desktop"("org_id", "workspace_id", "name_key");
CREATE UNIQUE INDEX "desktop_org_id_workspace_id_member_id_key" ON "desktop"("org_id", "workspace_id", "member_id");
CREATE INDEX "desktop_org_id_workspace_id_created_at_id_idx" ON "desktop"("org_id", "workspace_id", "created_at", "id");
CREATE INDEX "desktop_org_id_member_id_idx" ON "desktop"("org_id", "member_id");

ALTER TABLE "workspace" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "membership" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "desktop" ADD CONSTRAINT "desktop_org_id_workspace_id_fkey" FOREIGN KEY ("org_id", "workspace_id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "desktop" ADD CONSTRAINT "desktop_org_id_member_id_fkey" FOREIGN KEY ("org_id", "member_id") REFERENCES "membership"("org_id", "user_id") ON DELETE SET NULL ("member_id") ON UPDATE CASCADE;
ALTER TABLE "workspace" FORCE ROW LEVEL SECURITY;
ALTER TABLE "membership" FORCE ROW LEVEL SECURITY;

SELECT isolate_workspace('desktop');
SELECT searchable('desktop');
