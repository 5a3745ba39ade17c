-- An invitation may name teams and sub-teams: whoever accepts it is in them at once.
CREATE TABLE "invitation_team" (
    "org_id" UUID NOT NULL,
    "invitation_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "named_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitation_team_pkey" PRIMARY KEY ("org_id","invitation_id","team_id")
);

CREATE TABLE "invitation_sub_team" (
    "org_id" UUID NOT NULL,
    "invitation_id" UUID NOT NULL,
    "sub_team_id" UUID NOT NULL,
    "named_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitation_sub_team_pkey" PRIMARY KEY ("org_id","invitation_id","sub_team_id")
);

-- For the cascades: a team that goes is no longer in any invitation.
CREATE INDEX "invitation_team_org_id_team_id_idx" ON "invitation_team"("org_id", "team_id");
CREATE INDEX "invitation_sub_team_org_id_sub_team_id_idx" ON "invitation_sub_team"("org_id", "sub_team_id");

-- The walls bind the migrator too, and would refuse to look for the keys.
ALTER TABLE org NO FORCE ROW LEVEL SECURITY;
ALTER TABLE invitation NO FORCE ROW LEVEL SECURITY;
ALTER TABLE team NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sub_team NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "invitation_team" ADD CONSTRAINT "invitation_team_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitation_team" ADD CONSTRAINT "invitation_team_org_id_invitation_id_fkey" FOREIGN KEY ("org_id", "invitation_id") REFERENCES "invitation"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitation_team" ADD CONSTRAINT "invitation_team_org_id_team_id_fkey" FOREIGN KEY ("org_id", "team_id") REFERENCES "team"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitation_sub_team" ADD CONSTRAINT "invitation_sub_team_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitation_sub_team" ADD CONSTRAINT "invitation_sub_team_org_id_invitation_id_fkey" FOREIGN KEY ("org_id", "invitation_id") REFERENCES "invitation"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitation_sub_team" ADD CONSTRAINT "invitation_sub_team_org_id_sub_team_id_fkey" FOREIGN KEY ("org_id", "sub_team_id") REFERENCES "sub_team"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE org FORCE ROW LEVEL SECURITY;
ALTER TABLE invitation FORCE ROW LEVEL SECURITY;
ALTER TABLE team FORCE ROW LEVEL SECURITY;
ALTER TABLE sub_team FORCE ROW LEVEL SECURITY;

SELECT isolate('invitation_team');
SELECT isolate('invitation_sub_team');
