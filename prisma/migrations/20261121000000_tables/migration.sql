-- `prisma migrate reset` makes the schema anew, without what the launcher granted on it.
GRANT USAGE ON SCHEMA public TO rowhouse_app, rowhouse_gate;

-- Search by part of a name, inside one org's slice of the index.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "email_verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "user_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT NOT NULL,
    "ip" TEXT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "mail_token" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover" (
    "code_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "challenge" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "handover_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "org" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "color" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "org_host" (
    "org_id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'live',
    "former_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_host_pkey" PRIMARY KEY ("org_id","host")
);

-- CreateTable
CREATE TABLE "membership" (
    "org_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "name_key" TEXT NOT NULL DEFAULT '',
    "search" TEXT NOT NULL DEFAULT '',
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("org_id","user_id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "pending_email" TEXT,
    "invited_by_id" UUID,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "mail" TEXT NOT NULL DEFAULT 'queued',

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT 'allowed',
    "reason" TEXT,
    "target_kind" TEXT,
    "target_id" TEXT,
    "target_label" TEXT,
    "before" JSONB,
    "after" JSONB,
    "ip" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "mail_token_token_hash_key" ON "mail_token"("token_hash");

-- CreateIndex
CREATE INDEX "mail_token_user_id_idx" ON "mail_token"("user_id");

-- CreateIndex
CREATE INDEX "handover_user_id_session_id_idx" ON "handover"("user_id", "session_id");

-- CreateIndex
CREATE UNIQUE INDEX "org_slug_key" ON "org"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "org_host_host_key" ON "org_host"("host");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE INDEX "membership_org_id_name_key_user_id_idx" ON "membership"("org_id", "name_key", "user_id");

-- CreateIndex
CREATE INDEX "membership_org_id_role_name_key_user_id_idx" ON "membership"("org_id", "role", "name_key", "user_id");

-- CreateIndex
CREATE INDEX "membership_org_id_joined_at_user_id_idx" ON "membership"("org_id", "joined_at", "user_id");

-- CreateIndex
CREATE INDEX "membership_org_id_last_seen_at_user_id_idx" ON "membership"("org_id", "last_seen_at", "user_id");

-- CreateIndex
CREATE INDEX "membership_org_id_email_idx" ON "membership"("org_id", "email");

-- CreateIndex
CREATE INDEX "membership_search" ON "membership" USING GIN ("org_id" uuid_ops, "search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "invitation_token_hash_idx" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_org_id_status_email_id_idx" ON "invitation"("org_id", "status", "email", "id");

-- CreateIndex
CREATE INDEX "invitation_org_id_status_created_at_id_idx" ON "invitation"("org_id", "status", "created_at", "id");

-- CreateIndex
CREATE INDEX "invitation_pending_email_idx" ON "invitation"("pending_email");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_org_id_pending_email_key" ON "invitation"("org_id", "pending_email");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_org_id_token_hash_key" ON "invitation"("org_id", "token_hash");

-- CreateIndex
CREATE INDEX "audit_event_org_id_action_id_idx" ON "audit_event"("org_id", "action", "id");

-- CreateIndex
CREATE INDEX "audit_event_org_id_actor_id_id_idx" ON "audit_event"("org_id", "actor_id", "id");

-- CreateIndex
CREATE INDEX "audit_event_org_id_target_id_id_idx" ON "audit_event"("org_id", "target_id", "id");

-- CreateIndex
CREATE INDEX "audit_event_org_id_outcome_id_idx" ON "audit_event"("org_id", "outcome", "id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_token" ADD CONSTRAINT "mail_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_user_id_session_id_fkey" FOREIGN KEY ("user_id", "session_id") REFERENCES "session"("user_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_host" ADD CONSTRAINT "org_host_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What a column may hold. Text and CHECK, not enums: under row-level security only leakproof operators
-- reach an index, and an enum's equality is none.
ALTER TABLE app_user ADD CONSTRAINT app_user_email_normal CHECK (email = lower(email) AND email LIKE '_%@_%');
ALTER TABLE mail_token ADD CONSTRAINT mail_token_purpose CHECK (purpose IN ('verify_email', 'reset_password', 'sign_in'));
ALTER TABLE org ADD CONSTRAINT org_slug_format CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) BETWEEN 3 AND 40);
ALTER TABLE org ADD CONSTRAINT org_color_format CHECK (color ~ '^#[0-9a-f]{6}$');
ALTER TABLE org ADD CONSTRAINT org_name_length CHECK (length(name) BETWEEN 1 AND 80);
ALTER TABLE org_host ADD CONSTRAINT org_host_state CHECK (state IN ('live', 'former') AND (state = 'former') = (former_until IS NOT NULL));
ALTER TABLE membership ADD CONSTRAINT membership_role CHECK (role IN ('owner', 'admin', 'member', 'viewer'));
ALTER TABLE invitation ADD CONSTRAINT invitation_role CHECK (role IN ('owner', 'admin', 'member', 'viewer'));
ALTER TABLE invitation ADD CONSTRAINT invitation_email_normal CHECK (email = lower(email));
ALTER TABLE invitation ADD CONSTRAINT invitation_status CHECK (status IN ('pending', 'accepted', 'revoked'));
ALTER TABLE invitation ADD CONSTRAINT invitation_pending CHECK (
  (status = 'pending' AND pending_email = email) OR (status <> 'pending' AND pending_email IS NULL)
);
ALTER TABLE invitation ADD CONSTRAINT invitation_mail CHECK (mail IN ('queued', 'sent', 'failed'));
ALTER TABLE audit_event ADD CONSTRAINT audit_event_actor_kind CHECK (actor_kind IN ('user', 'token', 'machine', 'system'));
ALTER TABLE audit_event ADD CONSTRAINT audit_event_outcome CHECK (outcome IN ('allowed', 'refused'));
